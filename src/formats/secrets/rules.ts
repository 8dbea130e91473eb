import { COMMAND_RULES } from './commands.ts';
import { KUBERNETES_SECRET } from './kubernetes.ts';
import { NAMED_RULES } from './named.ts';
import type { SecretRule } from './rule.ts';
import { SHAPES } from './shapes.ts';
import { BUSINESS_TOKENS } from './tokens-business.ts';
import { CLOUD_TOKENS } from './tokens-cloud.ts';
import { CODE_TOKENS } from './tokens-code.ts';

/** Every rule that looks at values, the surest first: where two match the same place, the first one names it. */
export const VALUE_RULES: readonly SecretRule[] = [
  ...CLOUD_TOKENS,
  ...CODE_TOKENS,
  ...BUSINESS_TOKENS,
  ...SHAPES,
  KUBERNETES_SECRET,
  ...COMMAND_RULES,
  ...NAMED_RULES,
];

/** All rules with what others call them, for those who know others' names. */
export function secretRules(): readonly { readonly id: string; readonly aliases: readonly string[] }[] {
  const byName = { id: 'secret-variable', aliases: ['generic-api-key'] };
  return [...VALUE_RULES.map(({ id, aliases }) => ({ id, aliases })), byName];
}
