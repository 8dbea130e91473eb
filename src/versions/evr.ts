/** `[epoch:]version[-release]`, as Debian, Red Hat and Arch write it; null = not written. */
export interface Evr {
  readonly epoch: string | null;
  readonly version: string;
  readonly release: string | null;
}

/** The first colon ends the epoch, the last dash begins the release. */
export function evrOf(text: string): Evr {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(':');
  const rest = trimmed.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? null : trimmed.slice(0, colon),
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? null : rest.slice(dash + 1),
  };
}
