export { findSecrets, type SecretHit, type SecretOptions } from './find-secrets.ts';
export { mask } from './mask.ts';
export { maskDockerfileLines, maskSecrets } from './mask-secrets.ts';
export { isSecretVariable } from './names.ts';
export { secretRules } from './rules.ts';
