import pluginVue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'src/bindings/'] },
  tseslint.configs.strict,
  pluginVue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      // Layout is not linted; these rules would only fight over line breaks.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      // What nobody registered is drawn as an unknown element: nothing is seen of it. Those of shared/element.ts are everybody's.
      'vue/no-undef-components': [
        'error',
        { ignorePatterns: ['^el-(button|input|dialog|config-provider)$', '^El(Button|Input|Dialog|ConfigProvider)$'] },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@tauri-apps/*'], message: 'Only backend.ts talks to the shell.' }] },
      ],
    },
  },
  { files: ['src/backend.ts'], rules: { 'no-restricted-imports': 'off' } },
)
