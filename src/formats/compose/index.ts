export { withoutComments } from './comments.ts';
export { differencesOf, type ModelDifference } from './differences.ts';
export { type ComposeText, readComposeText } from './document.ts';
export { type EnvLine, readEnvFile } from './env-file.ts';
export { fillIn } from './fill-in.ts';
export { modelOf, type ModelTexts, scalarText } from './model.ts';
export { readOtherwise } from './scalar-text.ts';
export {
  cutInCommand,
  type LoadedProject,
  loadProject,
  type ProjectFiles,
  type ProjectQuery,
  type RefusalKind,
  type ValuePlace,
  yamlFault,
} from './loader/index.ts';
