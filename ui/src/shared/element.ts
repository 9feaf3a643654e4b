/// What is used of Element Plus: the styles of every component, and the few components that the first screens need. The others
/// are imported where they stand, so that they come with the screens that have them.
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
import { ElButton, ElConfigProvider, ElDialog, ElInput } from 'element-plus'
import type { App } from 'vue'

const USED = [ElButton, ElConfigProvider, ElDialog, ElInput]

export function useElement(app: App): void {
  for (const component of USED) app.component(component.name as string, component)
}
