/** A part of an executable by name; `bytes` are those that the file has of it. */
export interface Section {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What readers ask of an executable, whatever its format. */
export interface ExecutableImage {
  readonly kind: 'elf' | 'pe' | 'mach-o';
  readonly isLittleEndian: boolean;
  readonly sections: readonly Section[];
  /** The bytes of the file from an address in memory to the end of their segment; empty where the file has none. */
  readonly at: (address: number) => Buffer;
}
