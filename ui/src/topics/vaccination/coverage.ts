/// Figures of vaccination taken apart for the strip above the list.
import type { Tally } from '../../bindings'

/** Ledgers whose change the screens of doses show. */
export const SHOWN = ['staff', 'postings', 'vaccinations', 'vaccine_exemptions']

export interface Share {
  label: string
  percent: string
  /** 0 to 100; null where there is no rate. */
  width: number | null
}
export interface Told {
  label: string
  value: string
  shares: Share[]
}

/** 27 人（占总数 75.0%，占应接 84.4%） as its number and its two rates. */
export function told(figure: Pick<Tally, 'label' | 'value'>): Told {
  const [value = '', more = ''] = figure.value.replace(/）$/, '').split('（')
  const shares =
    more === ''
      ? []
      : more.split('，').map((part) => {
          const [label = '', percent = ''] = part.split(' ')
          const width = /^[\d.]+%$/.test(percent) ? Math.min(100, Number.parseFloat(percent)) : null
          return { label, percent, width }
        })
  return { label: figure.label, value, shares }
}

/** How many days there are until the next dose may be given, or are left for it. */
export function daysTold(today: number, from: number, to: number | null): string {
  if (today < from) return `还有 ${from - today} 天`
  if (to === null) return '现在可以接种'
  if (today > to) return `已超过 ${today - to} 天`
  return today === to ? '今天是最后一天' : `现在可以接种，还剩 ${to - today} 天`
}
