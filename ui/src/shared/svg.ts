/// SVG text into nodes that can only draw.

const DRAWING = new Set([
  'svg',
  'g',
  'defs',
  'path',
  'use',
  'rect',
  'line',
  'polyline',
  'polygon',
  'circle',
  'ellipse',
  'image',
  'title',
  'desc',
  'clipPath',
  'symbol',
  'text',
  'tspan',
])
const LINKS = new Set(['href', 'xlink:href', 'src'])
let pages = 0

/** The page as a node of this document, or null when it is not SVG. Ids are made unique, so pages never share glyphs. */
export function pageNode(svg: string): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const root = parsed.documentElement
  if (root.localName !== 'svg' || parsed.querySelector('parsererror')) return null
  const prefix = `p${(pages += 1)}-`
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (!DRAWING.has(element.localName)) {
      element.remove()
      continue
    }
    for (const attribute of [...element.attributes]) {
      const name = attribute.name.toLowerCase()
      if (name.startsWith('on') || name === 'style') element.removeAttribute(attribute.name)
      else if (LINKS.has(name)) {
        if (attribute.value.startsWith('#')) element.setAttribute(attribute.name, `#${prefix}${attribute.value.slice(1)}`)
        else if (!attribute.value.startsWith('data:image/')) element.removeAttribute(attribute.name)
      } else if (name === 'id') element.setAttribute('id', prefix + attribute.value)
      else if (attribute.value.includes('url('))
        element.setAttribute(attribute.name, attribute.value.replace(/url\(['"]?#([^)'"]*)['"]?\)/g, `url(#${prefix}$1)`))
    }
  }
  return document.importNode(root as unknown as SVGSVGElement, true)
}
