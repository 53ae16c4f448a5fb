import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
    {
        ignores: [
            "dist",
            "node_modules",
            "coverage",
            "examples",
            "sdk/python",
            "sdk/go",
            "tests/programs/*/",
            "tests/fixtures",
        ],
    },
    eslint.configs.recommended,
    ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
    {
        files: ["**/*.ts"],
        languageOptions: { parserOptions: { project: "./tsconfig.json" } },
        rules: {
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-confusing-void-expression": "off",
            "@typescript-eslint/explicit-module-boundary-types": "error",
            // What is left out of a copy has to be named.
            "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
        },
    },
    {
        files: ["{provider,sdk,simulator}/**/*.ts"],
        // One screen: what is longer has parts that deserve a name.
        rules: { "max-lines-per-function": ["error", { max: 60 }] },
    },
    {
        files: ["{tests,bench}/**/*.ts"],
        rules: { "@typescript-eslint/no-non-null-assertion": "off" },
    },
    {
        files: ["**/*.mjs"],
        languageOptions: {
            globals: {
                process: "readonly",
                console: "readonly",
                URL: "readonly",
                fetch: "readonly",
                setTimeout: "readonly",
                AbortSignal: "readonly",
                Buffer: "readonly",
                setInterval: "readonly",
                clearInterval: "readonly",
            },
        },
    },
);
