export { withoutComments } from './comments.ts';
export { type ComposeText, readComposeText } from './document.ts';
export { modelOf, type ModelTexts, scalarText } from './model.ts';
