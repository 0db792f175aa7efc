/** What the editor knows panels of the budget view by, over a reload too. */
export const VIEW = "budget.view";
