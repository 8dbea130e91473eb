export interface ManifestLine {
  readonly key: string;
  readonly value: string;
}

/** `META-INF/MANIFEST.MF`: the main section, and those about single entries. */
export interface Manifest {
  readonly main: readonly ManifestLine[];
  readonly sections: readonly (readonly ManifestLine[])[];
}

/** Sections end at empty lines; a line that begins with a space goes on with the one before it. What is neither is passed over. */
export function readManifest(text: string): Manifest {
  const sections: ManifestLine[][] = [];
  let open: { key: string; value: string }[] | null = null;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') {
      open = null;
      continue;
    }
    const last = open?.at(-1);
    if (line.startsWith(' ')) {
      if (last) last.value += line.slice(1);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    if (!open) sections.push((open = []));
    open.push({ key: line.slice(0, colon).trim(), value: line.slice(colon + 1).replace(/^ /, '') });
  }
  const [main = [], ...rest] = sections.map((it) => it.map(({ key, value }) => ({ key, value: value.trim() })));
  return { main, sections: rest };
}
