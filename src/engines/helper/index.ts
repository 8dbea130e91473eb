/** The helper program below a folder of ours. */
export function helperIn(_folder: string): (architecture: string) => string | null {
  return () => null;
}
