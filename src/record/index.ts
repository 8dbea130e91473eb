export * from './compile.ts';
export * from './currency.ts';
export * from './decision.ts';
export * from './keys.ts';
export * from './log.ts';
export * from './loosening.ts';
export * from './places.ts';
export * from './schema.ts';
