import { composerInstalled, composerLock } from '../../../src/catalog/scripted/php/composer.ts';
import { pear } from '../../../src/catalog/scripted/php/pear.ts';
import { gemfileLock } from '../../../src/catalog/scripted/ruby/gemfile-lock.ts';
import { gemspec } from '../../../src/catalog/scripted/ruby/gemspec.ts';
import type { Found } from '../../../src/catalog/types.ts';
import type { Case } from '../vectors.ts';
import { judgeBy, judgePaths } from './kit.ts';

const isNeeded = ({ isDev }: Found): boolean => isDev !== true;

function ruby(it: Case): string | null {
  if (it.id.includes('GemFileLock_Globs')) return judgePaths([gemfileLock])(it);
  if (it.id.includes('GemSpec_Globs')) return judgePaths([gemspec])(it);
  return judgeBy({ reader: /gemfile/i.test(it.id) ? gemfileLock : gemspec })(it);
}

export const rubyJudges = {
  'ruby/bundler': judgeBy({ reader: gemfileLock }),
  'ruby/gemspec': judgeBy({ reader: gemspec }),
  'language/ruby/bundler': judgeBy({ reader: gemfileLock }),
  'language/ruby/gemspec': judgeBy({ reader: gemspec }),
  ruby,
};

/** trivy names what an installed package needs with its version; a database of installed packages has each name once. */
function installed(it: Case): string | null {
  return judgeBy({
    reader: composerInstalled,
    needs: (name) => name.split('@')[0] ?? '',
  })(it);
}

const vendor = (it: Case): string | null =>
  it.id.includes('vendor') ? installed(it) : judgeBy({ reader: composerLock, keep: isNeeded })(it);

/** syft keeps the channel out of a package's name. */
const withoutChannel = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

function php(it: Case): string | null {
  if (it.id.includes('ComposerLockCataloger_Globs')) return judgePaths([composerLock])(it);
  if (it.id.includes('ComposerInstalledCataloger_Globs')) return judgePaths([composerInstalled])(it);
  if (it.id.includes('_Globs')) return judgePaths([pear])(it);
  if (/pear|pecl/i.test(it.id)) return judgeBy({ reader: pear, spell: withoutChannel })(it);
  return judgeBy({ reader: /installed/i.test(it.id) ? composerInstalled : composerLock })(it);
}

export const phpJudges = {
  'php/composer': judgeBy({ reader: composerLock }),
  'language/php/composer': vendor,
  php,
};
