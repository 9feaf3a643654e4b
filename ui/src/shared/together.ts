/// Several records filled in on one screen: what the core says of them while they are written, and saving all of them as one
/// step or none.
import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { call } from '../backend'
import type { Added, Checked, NewRecord } from '../bindings'
import { useAct } from './act'
import { fail } from './state/notices'
import { readOnly } from './state/session'

const REST_MS = 200
type Saved = Added & { moved: NonNullable<Added['moved']> }

/** `drafts` are checked once she rests, unless they are checked one by one where they are `written` (`alone`). Once they are saved
    `written` gets what became of those that were; `refused` is called when one of them has a problem and none was. */
export function useTogether(
  drafts: Ref<NewRecord[]>,
  {
    written,
    refused,
    alone = false,
  }: {
    written: (added: Saved, saved: NewRecord[]) => Promise<void>
    refused: () => Promise<void>
    alone?: boolean
  },
) {
  const said = shallowRef<Checked[]>([])
  const tried = ref(false)
  const { busy, act } = useAct()
  let rest: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  watch(drafts, (now) => {
    clearTimeout(rest)
    turn++
    if (now.length === 0) said.value = []
    else if (!alone) rest = setTimeout(() => void check(), REST_MS)
  })
  async function check(): Promise<void> {
    const mine = turn
    try {
      const answer = await call('records_check', { records: drafts.value })
      if (mine === turn) said.value = answer
    } catch (error) {
      fail(error)
    }
  }
  async function save(): Promise<void> {
    if (!may()) return
    await act(async () => {
      clearTimeout(rest)
      turn++
      tried.value = true
      const saving = drafts.value
      const { records, moved } = await call('records_add', { records: saving })
      said.value = records
      await (moved === null ? refused() : written({ records, moved }, saving))
    })
  }
  const may = (): boolean => !readOnly.value && drafts.value.length > 0
  const wrong = computed(() => said.value.filter((one) => one.problems.length > 0).length)
  onBeforeUnmount(() => clearTimeout(rest))

  return { said, tried, busy, wrong, may, save }
}
