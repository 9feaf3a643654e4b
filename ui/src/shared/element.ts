/// The Element Plus components in use, one by one with their styles.
import 'element-plus/es/components/base/style/css'
import 'element-plus/es/components/button/style/css'
import 'element-plus/es/components/checkbox/style/css'
import 'element-plus/es/components/checkbox-group/style/css'
import 'element-plus/es/components/config-provider/style/css'
import 'element-plus/es/components/dialog/style/css'
import 'element-plus/es/components/input/style/css'
import 'element-plus/es/components/option/style/css'
import 'element-plus/es/components/option-group/style/css'
import 'element-plus/es/components/progress/style/css'
import 'element-plus/es/components/radio/style/css'
import 'element-plus/es/components/radio-group/style/css'
import 'element-plus/es/components/select/style/css'
import 'element-plus/es/components/select-v2/style/css'
import 'element-plus/es/components/table-v2/style/css'
import {
  ElButton,
  ElCheckbox,
  ElCheckboxGroup,
  ElConfigProvider,
  ElDialog,
  ElInput,
  ElOption,
  ElOptionGroup,
  ElProgress,
  ElRadio,
  ElRadioGroup,
  ElSelect,
  ElSelectV2,
  ElTableV2,
} from 'element-plus'
import type { App } from 'vue'

const USED = [
  ElButton,
  ElCheckbox,
  ElCheckboxGroup,
  ElConfigProvider,
  ElDialog,
  ElInput,
  ElOption,
  ElOptionGroup,
  ElProgress,
  ElRadio,
  ElRadioGroup,
  ElSelect,
  ElSelectV2,
  ElTableV2,
]

export function useElement(app: App): void {
  for (const component of USED) app.component(component.name as string, component)
}
