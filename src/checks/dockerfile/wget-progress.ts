import { type Call, hasArgument, hasFlag } from './commands/calls.ts';
import { partsWithGnuTools } from './commands/managers.ts';
import { objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const QUIET = ['progress', 'q', 'quiet', 'o', 'output-file', 'a', 'append-output', 'no-verbose'];

function isLoud(call: Call): boolean {
  return call.name === 'wget' && !hasFlag(call, ...QUIET) && !hasArgument(call, '-nv');
}

export default defineRule({
  id: 'dockerfile/wget-progress',
  title: 'wget does not fill the log with its progress bar',
  why: 'Without a terminal the bar is written line by line: a large download buries everything else in the build log.',
  remedy: 'Write `wget --progress=dot:giga …`, `wget -nv …` or `wget -q …`.',
  references: ['https://www.gnu.org/software/wget/manual/wget.html#index-progress-indicator'],
  aliases: ['DL3047'],
  severity: 'info',
  reason: 'progress-bar',
  good: 'FROM debian:bookworm-slim\nRUN wget -q https://example.com/tool\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN wget https://example.com/tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) => {
    const gnu = partsWithGnuTools(source);
    return objections(source, {
      culprits: ({ calls }) => calls.filter(isLoud),
      message: '`wget` writes its progress bar into the build log',
      fix: {
        title: 'Add `--progress=dot:giga`',
        // the wget of busybox does not know the option
        edit: ({ command }, text, run) =>
          [run.part, ...run.part.parents].some((it) => gnu.has(it))
            ? optionBehind(command.words[0], '--progress=dot:giga', text, run)
            : null,
      },
    });
  },
});
