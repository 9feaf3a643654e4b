/// Every page there is: what the folders define, in the order of their names.
import type { PageDefinition } from '../shared/pages'

const folders = import.meta.glob<{ pages?: PageDefinition[] }>(
  ['../*/index.ts', '../topics/*/index.ts', '!../bindings/index.ts', '!../topics/index.ts'],
  { eager: true },
)

export const pages: readonly PageDefinition[] = Object.values(folders).flatMap((folder) => folder.pages ?? [])
