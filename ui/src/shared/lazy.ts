/// Screens that are loaded when they are first visited.
import { defineAsyncComponent, type Component } from 'vue'
import Loading from './components/Loading.vue'
import NotLoaded from './components/NotLoaded.vue'

export type Load = () => Promise<{ default: Component }>

/** Quicker than this shows nothing in between. */
const SHOW_MS = 300

/** A component that is fetched when it is first shown; says so when that takes long, and what to do when it fails. */
export function lazy(load: Load): Component {
  return defineAsyncComponent({
    loader: () => load().then((module) => module.default),
    loadingComponent: Loading,
    errorComponent: NotLoaded,
    delay: SHOW_MS,
    suspensible: false,
  })
}
