/// Pages of the frame. A page is defined in its folder's index.ts, which also says what its address holds:
///
///     declare module '../shared/pages' {
///       interface Addresses { backup: object }
///     }
///     export const pages = [definePage({ name: 'backup', group: 'data', label: '备份', component: () => import('./BackupScreen.vue') })]
///
/// The frame and its navigation show what is defined; there is no other list of them.
import type { Component } from 'vue'
import type { Draft, LedgerInfo } from '../bindings'
import { lazy, type Load } from './lazy'

/** By name of the page, what its address holds besides the name. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Addresses {}
export type PageName = keyof Addresses
type Address<N extends PageName> = { page: N } & Addresses[N]
/** Where the person is or goes. */
export type Page = { [N in PageName]: Address<N> }[PageName]

interface Said<N extends PageName> {
  name: N
  /** What the navigation calls it. */
  label: string
  /** The group of the navigation it stands in, below the group's ledgers; without one it is reached from elsewhere. */
  group?: LedgerInfo['group']
  component: Load
  /** What the component is given; null: there is nothing to show, such as a ledger this file does not have. */
  props?: (here: Address<N>) => Record<string, unknown> | null
  /** Two addresses with different keys are two screens; with one key, the same screen told something new. */
  key?: (here: Address<N>) => string
  /** Where what was unsaved at a lock goes on, if it is this page's. */
  resume?: (draft: Draft) => Address<N> | null
}

export interface PageDefinition {
  name: PageName
  label: string
  group: LedgerInfo['group'] | null
  component: Component
  props: (here: Page) => Record<string, unknown> | null
  key: (here: Page) => string
  resume: (draft: Draft) => Page | null
}

export function definePage<N extends PageName>(said: Said<N>): PageDefinition {
  return {
    group: null,
    props: () => ({}),
    key: (here: Page) => here.page,
    resume: () => null,
    ...said,
    component: lazy(said.component),
  } as PageDefinition
}
