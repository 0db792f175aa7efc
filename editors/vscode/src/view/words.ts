import { l10n } from "vscode";

/** What the view says, in the language of the editor. `{0}` and `{1}` are filled in by the view. */
export function words() {
  return {
    total: l10n.t("Total"),
    unit: l10n.t("Unit"),
    project: l10n.t("Project"),
    class: l10n.t("Class"),
    group: l10n.t("Group"),
    computedTotal: l10n.t("Total (computed)"),
    noName: l10n.t("(no name)"),
    noAmount: l10n.t("no amount"),
    notPrinted: l10n.t("not printed in the document"),

    balanced: l10n.t("adds up"),
    rounding: l10n.t("rounding"),
    unbalanced: l10n.t("does not add up"),
    parts: l10n.t("parts"),
    sources: l10n.t("sources"),
    fromParts: l10n.t("printed less the sum of its parts {0}"),
    fromSources: l10n.t("total less the sum of its sources {0}"),
    beside: l10n.t("columns"),
    fromBeside: l10n.t("total less the sum of the columns beside it {0}"),

    view: l10n.t("View"),
    views: {
      projects: l10n.t("Projects"),
      income: l10n.t("Income"),
      function: l10n.t("By function"),
      economic: l10n.t("By economic class"),
      threePublic: l10n.t("Three public expenses"),
    },
    table: l10n.t("Table"),
    numbered: l10n.t("Table {0}"),
    units: l10n.t("Units: {0}"),
    projects: l10n.t("Projects: {0}"),
    indicators: l10n.t("Indicators: {0}"),
    allBalanced: l10n.t("All sums agree"),
    unbalancedRows: l10n.t("Do not add up: {0}"),
    roundingRows: l10n.t("Rounding: {0}"),

    map: l10n.t("Areas by {0}"),
    keys: l10n.t("Arrow keys move, Enter goes to the row in the text"),
    grid: l10n.t("Table by unit"),
    name: l10n.t("Name"),
    share: l10n.t("Share"),
    difference: l10n.t("Difference"),
    expandAll: l10n.t("Expand All"),
    collapseAll: l10n.t("Collapse All"),
    export: l10n.t("Export"),
    exportAs: l10n.t("Export as {0}"),

    kind: l10n.t("Kind"),
    ofUnit: l10n.t("Of unit"),
    ofClass: l10n.t("Of class"),
    state: l10n.t("Check"),
    differenceFromParts: l10n.t("{0}: printed less the sum of its parts"),
    differenceFromSources: l10n.t("Total less the sum of its sources"),
    differenceFromBeside: l10n.t("Total less the sum of the columns beside it"),

    noTable: l10n.t("There is no table of projects and no budget of a department in this document."),
    unanswered: l10n.t("The server does not answer; what is shown may be out of date."),
    unitsOnly: l10n.t("{0} projects are too many to show one by one: only units are shown."),
    noArea: l10n.t("Without an area, since zero, negative or no amount: {0}."),
    tooSmall: l10n.t("Too small to be drawn by themselves: {0}."),
    nothingToDraw: l10n.t("There is no amount above zero to draw."),
  };
}

export type Words = ReturnType<typeof words>;
