/// What is used of Element Plus has its styles: without them a component is drawn bare, or not at all.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '../src')
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.startsWith('bindings'))
  .map((name) => readFileSync(join(SOURCE, name), 'utf8'))
const kebab = (name: string): string =>
  name
    .replace(/^El/, '')
    .replace(/([a-z])([A-Z0-9])/g, '$1-$2')
    .toLowerCase()

it('every component that is imported brings its styles, and no other does', () => {
  const used = new Set(
    files.flatMap((text) =>
      [...text.matchAll(/import \{([^}]*)\} from 'element-plus'/g)].flatMap(
        (found) => (found[1] ?? '').match(/\bEl[A-Z]\w*/g)?.map(kebab) ?? [],
      ),
    ),
  )
  const styled = new Set(
    files.flatMap((text) =>
      [...text.matchAll(/element-plus\/es\/components\/([\w-]+)\/style\/css/g)].map((found) => found[1] ?? ''),
    ),
  )
  styled.delete('base')
  expect([...styled].sort()).toEqual([...used].sort())
})
