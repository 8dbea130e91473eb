import { type TextComment, withoutComments } from './comments.ts';

export interface VariableUse {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** Where a compose file asks for variables, in order. `$$` is no question, and comments ask nothing. */
export function variablesIn(text: string, comments?: readonly TextComment[]): VariableUse[] {
  return [...withoutComments(text, comments).matchAll(/\$\$|\$\{?([_a-z][_a-z0-9]*)/gi)].flatMap(
    ({ 0: use, 1: name, index }) =>
      name === undefined ? [] : [{ name, offset: index, length: use.length + (use.startsWith('${') ? 1 : 0) }],
  );
}
