import { type ComposeNode, type ComposeWritten, defineRule, inServices, itemsOf, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/ports-quoted',
  title: 'Ports are quoted',
  why: 'Programs that read YAML 1.1 take `22:22` for a number of base 60; quoted it is a text for all of them.',
  remedy: 'Quote the port.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  aliases: ['require-quotes-in-ports'],
  severity: 'style',
  profile: 'strict',
  reason: 'unquoted-port',
  good: 'services:\n  web:\n    image: web:1.0\n    ports: ["8000:8000"]\n',
  bad: { section: 'services', keys: 'image: "web:1.0", ports: [65004:22]' },
  looksAt: (written) => portsIn(written).map(({ span }) => span),
  find: (written) =>
    portsIn(written).flatMap((port) => {
      if (port.kind !== 'scalar' || port.style !== 'plain' || port.isTagged || port.value === '') return [];
      const edits = [{ ...port.span, text: `"${port.value}"` }];
      const isSafe =
        /^[\w.:/${}[\]-]+$/.test(port.value) && written.text.slice(port.span.start, port.span.end) === port.value;
      return [
        sighting(
          written,
          port.span,
          `\`${port.value}\` is not quoted`,
          isSafe ? { title: 'Quote it', edits } : undefined,
        ),
      ];
    }),
});

function portsIn(written: ComposeWritten): readonly ComposeNode[] {
  return ['ports', 'expose'].flatMap((key) => inServices(written, key).flatMap(({ entry }) => itemsOf(entry.value)));
}
