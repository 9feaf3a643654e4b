/// Charts drawn by ECharts as SVG: only what our charts need of it, nothing that moves, and every colour with a pattern.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Chart } from '../bindings'
import { optionOf, type Colours } from './option'

use([
  BarChart,
  HeatmapChart,
  LineChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
])

/** The colours of the theme, as they are now: of high contrast where she has that. */
function colours(box: HTMLElement): Colours {
  const style = getComputedStyle(box)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ink: of('--ink'),
    quiet: of('--ink-2'),
    line: of('--line'),
    ground: of('--card'),
    accent: of('--accent'),
    good: of('--good'),
    warn: of('--warn'),
    bad: of('--bad'),
    mute: of('--mute'),
  }
}

export interface Drawn {
  show: (chart: Chart) => void
  stop: () => void
}

/** Draws in `box`, as large as it is; `open` is told line and point of what is clicked. */
export function draw(box: HTMLElement, open: (line: number, point: number) => void): Drawn {
  const drawn: EChartsType = init(box, null, { renderer: 'svg' })
  drawn.on('click', ({ seriesIndex, dataIndex, value }) => {
    // A cell of a field says its place itself.
    if (Array.isArray(value)) open(Number(value[1]), Number(value[0]))
    else if (seriesIndex !== undefined) open(seriesIndex, dataIndex)
  })
  const watcher = new ResizeObserver(() => drawn.resize())
  watcher.observe(box)
  return {
    show: (chart) => drawn.setOption(optionOf(chart, colours(box)), { notMerge: true }),
    stop: () => {
      watcher.disconnect()
      drawn.dispose()
    },
  }
}
