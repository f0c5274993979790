import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

/** Rules that need types cost seconds; these few find promises that nobody waits for, which tests seldom do. */
const promises = {
  '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false } }],
  '@typescript-eslint/await-thenable': 'error',
};

const general = {
  'no-console': 'error',
  'eqeqeq': ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'no-else-return': 'error',
  'no-unneeded-ternary': 'error',
  'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' }],
  'max-lines': ['error', 300],
  'complexity': ['error', 15],
  'max-depth': ['error', 4],
  'max-params': ['error', 6],
};

const typescript = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
  '@typescript-eslint/no-extraneous-class': 'off',
  '@typescript-eslint/no-dynamic-delete': 'off',
  '@typescript-eslint/unified-signatures': 'off',
  '@typescript-eslint/no-invalid-void-type': 'off',
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', '**/node_modules/', '**/*.d.ts'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off',
      'vue/attributes-order': 'off',
    },
  },
  {
    rules: { ...general, ...typescript },
  },
  {
    files: ['server/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: promises,
  },
  {
    files: ['server/main.ts', 'scripts/**', 'bench/**', 'examples/**', 'vite.config.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // A browser runs them as they are.
    files: ['client/public/**'],
    languageOptions: { sourceType: 'script' },
  },
);
