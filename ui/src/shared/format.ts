/// Numbers and tables as text.

const NUMBER = new Intl.NumberFormat('zh-CN')

/** 12,486 */
export function count(value: number): string {
  return NUMBER.format(value)
}

/** What records of a ledger are counted in. */
export function unitOf(ledger: { person: boolean }): string {
  return ledger.person ? '人' : '条'
}

/** Bytes as 1.2 MB. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** Rows as tab-separated text: a spreadsheet takes it, a cell never breaks out of its place. */
export function tsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\r\n')
}
