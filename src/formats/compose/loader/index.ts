export { loadProject, type LoadedProject, type ProjectQuery, type ValuePlace } from './project.ts';
export type { ProjectFiles } from './run.ts';
export type { RefusalKind } from './refused.ts';
export { cutInCommand } from './shellwords.ts';
export { yamlFault } from './yaml-fault.ts';
