import type { LayerSourceMap } from './layer-facts.ts';

const CONTENT = '"sourcesContent"';
const INLINE = 'sourceMappingURL=data:';
const LONGEST_HEADER = 200;

/** A source map that carries its sources, as a file of its own or inside a script; null for any other file. */
export function sourceMapOf(path: string, body: Buffer): LayerSourceMap | null {
  if (/\.map$/i.test(path)) return body.includes(CONTENT) ? sighting(path, false, body.toString('utf8')) : null;
  return /\.(?:[cm]?jsx?|css|[cm]?tsx?)$/i.test(path) ? inlineMapOf(path, body) : null;
}

function inlineMapOf(path: string, body: Buffer): LayerSourceMap | null {
  const at = body.lastIndexOf(INLINE);
  if (at === -1) return null;
  const header = body.toString('latin1', at, at + LONGEST_HEADER);
  const comma = header.indexOf(',');
  if (comma === -1 || !header.includes('json')) return null;
  const encoded = body.toString('latin1', at + comma + 1).match(/^[A-Za-z0-9+/=%_.~-]*/)?.[0] ?? '';
  const isBase64 = /;\s*base64$/i.test(header.slice(0, comma));
  return sighting(path, true, isBase64 ? Buffer.from(encoded, 'base64').toString('utf8') : percentDecoded(encoded));
}

/** Counts the sources that are really there; entries of `null` carry nothing. Index maps nest maps in sections. */
function sighting(path: string, inline: boolean, json: string): LayerSourceMap | null {
  try {
    const sources = sourcesIn(JSON.parse(json));
    return sources > 0 ? { path, inline, sources } : null;
  } catch {
    return null; // no JSON: no tool could read sources from it
  }
}

function sourcesIn(map: unknown): number {
  if (typeof map !== 'object' || map === null) return 0;
  const { sourcesContent, sections } = map as { sourcesContent?: unknown; sections?: unknown }; // foreign JSON, judged below
  const own = Array.isArray(sourcesContent)
    ? sourcesContent.filter((it) => typeof it === 'string' && it !== '').length
    : 0;
  if (!Array.isArray(sections)) return own;
  return sections.reduce<number>((sum, section: { map?: unknown } | null) => sum + sourcesIn(section?.map), own);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // not percent-encoded after all
  }
}
