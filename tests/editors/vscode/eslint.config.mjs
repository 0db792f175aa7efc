import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/"] },
  {
    files: ["*.ts", "driver/**/*.ts", "host/**/*.ts", "view/**/*.ts"],
    extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // tsc asks for the brackets: noPropertyAccessFromIndexSignature.
      "@typescript-eslint/dot-notation": "off",
    },
  },
);
