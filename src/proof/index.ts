export * from './folder-world.ts';
export * from './mutate.ts';
export * from './prove.ts';
export * from './world.ts';
