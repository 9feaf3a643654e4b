/// What a chart is drawn from: words and numbers of the core as ECharts takes them. Nothing moves, no colour stands without a
/// pattern or a word, and what is not known is a gap in the line.
import type { BarSeriesOption, HeatmapSeriesOption, LineSeriesOption } from 'echarts/charts'
import type {
  AriaComponentOption,
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Chart, ChartLine } from '../bindings'
import { shown, UNKNOWN } from './numbers'

export type Option = ComposeOption<
  | BarSeriesOption
  | HeatmapSeriesOption
  | LineSeriesOption
  | AriaComponentOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>

export interface Colours {
  ink: string
  quiet: string
  line: string
  ground: string
  accent: string
  good: string
  warn: string
  bad: string
  mute: string
}

const FONT = "'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
const SYMBOLS = ['circle', 'diamond', 'triangle', 'rect']

/** Which colour a line has; what is not named has the accent. */
function colourOf(line: ChartLine, at: number, colours: Colours): string {
  const named: Record<string, string> = {
    made: colours.accent,
    missing: colours.bad,
    complete: colours.accent,
    booster: colours.warn,
    done: colours.good,
    due: colours.warn,
    overdue: colours.bad,
    too_early: '#5f7f7c',
    deferred: colours.mute,
    exempt: '#9aa5ae',
    no_schedule: '#8a5a2b',
    unknown: '#c6ced5',
  }
  return named[line.code] ?? [colours.accent, colours.warn, colours.mute][at % 3] ?? colours.accent
}

/** What is drawn of a chart: shares where it has them, of a plan what was made of it, else all its lines. */
export function drawn(chart: Chart): { line: ChartLine; at: number }[] {
  const all = chart.lines.map((line, at) => ({ line, at }))
  if (chart.kind === 'share') return all.filter(({ line }) => line.shares !== null)
  return chart.kind === 'plan' ? all.filter(({ line }) => line.code !== 'asked') : all
}

function common(colours: Colours): Option {
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    textStyle: { fontFamily: FONT, color: colours.ink },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
  }
}
const tooltip = (colours: Colours): TooltipComponentOption => ({
  // Drawn, never written into the page: what is written so would be styled in place.
  renderMode: 'richText',
  confine: true,
  transitionDuration: 0,
  backgroundColor: colours.ground,
  borderColor: colours.line,
  textStyle: { color: colours.ink, fontSize: 12, fontFamily: FONT },
})

function field(chart: Chart, colours: Colours): Option {
  const most = Math.max(1, ...chart.lines.flatMap((line) => line.numbers.map((number) => number ?? 0)))
  const data = chart.lines.flatMap((line, row) => line.numbers.map((number, at) => [at, row, number ?? UNKNOWN]))
  return {
    ...common(colours),
    // Every cell holds its number: a pattern would only make it hard to read.
    aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
    grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      ...tooltip(colours),
      trigger: 'item',
      formatter: (given) => {
        const { value } = given as unknown as { value: [number, number, number | string] }
        const line = chart.lines[value[1]]
        return line ? `${chart.points[value[0]]?.label ?? ''}　${line.label}\n${shown(line, value[0])}` : ''
      },
    },
    xAxis: {
      type: 'category',
      data: chart.points.map((point) => point.label),
      axisLabel: { color: colours.quiet, fontSize: 11 },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.lines.map((line) => line.label),
      axisLabel: { color: colours.ink, fontSize: 12, interval: 0 },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: [colours.ground, '#fdeaea', '#f3b8b8'] } },
    series: [
      {
        type: 'heatmap',
        data,
        label: { show: true, color: colours.ink, fontSize: 12, formatter: ({ value }) => String((value as unknown[])[2]) },
        itemStyle: { borderColor: colours.line, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: colours.ink, borderWidth: 1 } },
      },
    ],
  }
}

/** The option of `chart`. */
export function optionOf(chart: Chart, colours: Colours): Option {
  if (chart.kind === 'field') return field(chart, colours)
  const lines = drawn(chart)
  const share = chart.kind === 'share'
  return {
    ...common(colours),
    tooltip: {
      ...tooltip(colours),
      trigger: 'axis',
      axisPointer: { type: 'shadow', animation: false },
      formatter: (given) => {
        const at = (given as unknown as { dataIndex: number }[])[0]?.dataIndex ?? 0
        return [chart.points[at]?.label ?? '', ...chart.lines.map((line) => `${line.label}　${shown(line, at)}`)].join('\n')
      },
    },
    legend: { top: 0, left: 0, itemGap: 14, textStyle: { color: colours.ink, fontSize: 12 } },
    xAxis: {
      type: 'category',
      data: chart.points.map((point) => point.label),
      boundaryGap: !share,
      axisLabel: { color: colours.quiet, fontSize: 11, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(share ? { max: 100 } : { minInterval: 1 }),
      axisLabel: { color: colours.quiet, fontSize: 11, formatter: share ? '{value}%' : '{value}' },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: lines.map(({ line }, at): LineSeriesOption | BarSeriesOption => {
      const color = colourOf(line, at, colours)
      if (!share)
        return { type: 'bar', name: line.label, stack: 'all', barMaxWidth: 36, data: line.numbers, itemStyle: { color } }
      const data = (line.shares ?? []).map((tenths) => (tenths === null ? null : tenths / 10))
      return {
        type: 'line',
        name: line.label,
        data,
        color,
        symbol: SYMBOLS[at % SYMBOLS.length],
        symbolSize: 8,
        connectNulls: false,
        lineStyle: { width: 2, type: at === 0 ? 'solid' : 'dashed' },
      }
    }),
  }
}
