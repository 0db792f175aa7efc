/** A theme of VS Code, as far as the view looks at it: the class of the page, and its variables. */
export interface Theme {
  readonly name: string;
  readonly classes: string;
  readonly colours: Readonly<Record<string, string>>;
}

const FONT = {
  "font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "font-size": "13px",
  "font-weight": "normal",
};

export const DARK: Theme = {
  name: "dark",
  classes: "vscode-dark",
  colours: {
    ...FONT,
    foreground: "#cccccc",
    descriptionForeground: "#9d9d9d",
    "editor-background": "#1f1f1f",
    "editor-foreground": "#cccccc",
    "editorGroup-border": "rgba(255, 255, 255, 0.09)",
    errorForeground: "#f85149",
    "editorError-foreground": "#f14c4c",
    "charts-blue": "#59a4f9",
    "dropdown-background": "#313131",
    "dropdown-foreground": "#cccccc",
    "dropdown-border": "#3c3c3c",
    focusBorder: "#0078d4",
    "icon-foreground": "#cccccc",
    "list-hoverBackground": "#2a2d2e",
    "list-inactiveSelectionBackground": "#37373d",
    "toolbar-hoverBackground": "rgba(90, 93, 94, 0.31)",
  },
};

export const LIGHT: Theme = {
  name: "light",
  classes: "vscode-light",
  colours: {
    ...FONT,
    foreground: "#3b3b3b",
    descriptionForeground: "#3b3b3b",
    "editor-background": "#ffffff",
    "editor-foreground": "#3b3b3b",
    "editorGroup-border": "#e5e5e5",
    errorForeground: "#f85149",
    "editorError-foreground": "#e51400",
    "charts-blue": "#0063d3",
    "dropdown-background": "#ffffff",
    "dropdown-foreground": "#3b3b3b",
    "dropdown-border": "#cecece",
    focusBorder: "#005fb8",
    "icon-foreground": "#3b3b3b",
    "list-hoverBackground": "#f2f2f2",
    "list-inactiveSelectionBackground": "#e4e6f1",
    "toolbar-hoverBackground": "rgba(184, 184, 184, 0.31)",
  },
};

export const DARK_CONTRAST: Theme = {
  name: "dark-contrast",
  classes: "vscode-high-contrast",
  colours: {
    ...FONT,
    foreground: "#ffffff",
    descriptionForeground: "rgba(255, 255, 255, 0.7)",
    "editor-background": "#000000",
    "editor-foreground": "#ffffff",
    "editorGroup-border": "#6fc3df",
    contrastBorder: "#6fc3df",
    contrastActiveBorder: "#f38518",
    errorForeground: "#f48771",
    "editorError-foreground": "#f48771",
    "charts-blue": "#59a4f9",
    "dropdown-background": "#000000",
    "dropdown-foreground": "#ffffff",
    "dropdown-border": "#6fc3df",
    focusBorder: "#f38518",
    "icon-foreground": "#ffffff",
    "list-hoverBackground": "rgba(255, 255, 255, 0.1)",
  },
};

export const LIGHT_CONTRAST: Theme = {
  name: "light-contrast",
  classes: "vscode-high-contrast vscode-high-contrast-light",
  colours: {
    ...FONT,
    foreground: "#292929",
    descriptionForeground: "rgba(41, 41, 41, 0.7)",
    "editor-background": "#ffffff",
    "editor-foreground": "#292929",
    "editorGroup-border": "#0f4a85",
    contrastBorder: "#0f4a85",
    contrastActiveBorder: "#006bbd",
    errorForeground: "#b5200d",
    "editorError-foreground": "#b5200d",
    "charts-blue": "#0063d3",
    "dropdown-background": "#ffffff",
    "dropdown-foreground": "#292929",
    "dropdown-border": "#0f4a85",
    focusBorder: "#006bbd",
    "icon-foreground": "#292929",
    "list-hoverBackground": "rgba(15, 74, 133, 0.1)",
  },
};

export const THEMES: readonly Theme[] = [DARK, LIGHT, DARK_CONTRAST, LIGHT_CONTRAST];
