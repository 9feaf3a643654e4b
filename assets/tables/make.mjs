// Makes divisions-former.tsv and countries.tsv anew from the packages named in README.md.
//
//   mkdir p && cd p && npm init -y && npm install gb2260@0.6.0 i18n-iso-countries@7.14.0 area-2.1.0@npm:@vant/area-data@2.1.0 \
//     area-1.0.0@npm:@vant/area-data@1.0.0 area-1.2.4@npm:@vant/area-data@1.2.4 area-1.5.2@npm:@vant/area-data@1.5.2
//   node ../assets/tables/make.mjs node_modules ../assets/tables
//
// A code that stands in one table and not in the next has been abolished. Its successor is the one division of the same
// level and province that is new in that next table and has the same name but for the word of its kind (米林县, 米林市).
// Where there is none or more than one, no successor is written: nothing here is guessed.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [packages, target] = process.argv.slice(2)
const text = (path) => readFileSync(join(packages, path), 'utf8')

function area(name) {
  const folder = ['dist', 'lib'].find((folder) => {
    try {
      return readdirSync(join(packages, name, folder)).length > 0
    } catch {
      return false
    }
  })
  const file = readdirSync(join(packages, name, folder)).find((file) => /^index(\.esm)?\.m?js$/.test(file))
  const source = text(join(name, folder, file)).replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return new Map([...source.matchAll(/["']?(\d{6})["']?\s*:\s*["']([^"']+)["']/g)].map(([, code, own]) => [code, own]))
}

const revisions = JSON.parse(text('gb2260/lib/revisions.json')).reverse()
const tables = revisions.map((revision) => ({
  since: `${revision.slice(0, 4)}-${revision.slice(4)}`,
  names: new Map(Object.entries(JSON.parse(text(`gb2260/lib/${revision}.json`)))),
}))
for (const version of ['1.0.0', '1.2.4', '1.5.2', '2.1.0']) tables.push({ since: `area-data ${version}`, names: area(`area-${version}`) })
const present = tables.at(-1).names

const GROUPS = new Set(['县', '市', '省直辖县', '自治区直辖县', '市辖区', '省直辖县级行政区划', '自治区直辖县级行政区划', '其它区'])
const PEOPLES = /(?:各族|[一-龥]{1,4}?族|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古)+(?=自治)/
const bare = (name) => {
  const short = name.replace(PEOPLES, '').replace(/(?:特别行政区|自治[区州县旗]|地区|林区|[省市区县盟旗州])$/, '')
  return short.length >= 2 ? short : name
}
const level = (code) => (code.endsWith('0000') ? 2 : code.endsWith('00') ? 4 : 6)

const former = new Map()
tables.forEach((table, place) => {
  const next = tables[place + 1]
  if (next === undefined) return
  const gone = [...table.names].filter(([code, name]) => !next.names.has(code) && !GROUPS.has(name))
  const fresh = [...next.names].filter(([code, name]) => bare(table.names.get(code) ?? '') !== bare(name) && !GROUPS.has(name))
  for (const [code, name] of gone) {
    const like = ([other, theirs]) => other.slice(0, 2) === code.slice(0, 2) && level(other) === level(code) && bare(theirs) === bare(name)
    const [heirs, rivals] = [fresh.filter(like), gone.filter(like)]
    const heir = heirs.length === 1 && rivals.length === 1 ? heirs[0][0] : ''
    former.set(code, { name, heir, since: next.since })
  }
})
const lines = [...former].filter(([code]) => !present.has(code)).sort(([a], [b]) => (a < b ? -1 : 1))
const follow = (code) => {
  const seen = new Set()
  while (code !== '' && !present.has(code) && !seen.has(code)) {
    seen.add(code)
    code = former.get(code)?.heir ?? ''
  }
  return present.has(code) ? code : ''
}
// A chain that ends in no division of today is no successor.
const rows = lines.map(([code, { name, heir, since }]) => [code, name, follow(heir), since].join('\t'))
writeFileSync(join(target, 'divisions-former.tsv'), rows.join('\n') + '\n')

const zh = JSON.parse(text('i18n-iso-countries/langs/zh.json')).countries
const codes = JSON.parse(text('i18n-iso-countries/codes.json'))
const countries = codes.filter(([two]) => two !== 'CN' && zh[two] !== undefined)
const named = countries.map(([two, three]) => [three, [zh[two]].flat()[0]].join('\t')).sort()
writeFileSync(join(target, 'countries.tsv'), named.join('\n') + '\n')
