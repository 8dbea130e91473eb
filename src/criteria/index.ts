export * from './profiles.ts';
export * from './read.ts';
export * from './schema.ts';
