export { commentsOf, withoutComments } from './comments.ts';
export { type ComposeText, readComposeText } from './document.ts';
export { modelOf, type ModelTexts } from './model.ts';
export { variablesIn } from './variables.ts';
