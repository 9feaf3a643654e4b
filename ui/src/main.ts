import { createApp } from 'vue'
import Root from './app/Root.vue'
import { useElement } from './shared/element'
import './theme/index.css'
import { fail } from './shared/state/notices'

const app = createApp(Root)
useElement(app)
app.config.errorHandler = fail
window.addEventListener('unhandledrejection', (event) => fail(event.reason))
app.mount('#app')
