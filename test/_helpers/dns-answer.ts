import { dnsQuestion } from '../../src/course/probes/dns-message.ts';

/** What a name server answers with these addresses, as base64; with none, that the name does not exist. */
export function dnsAnswer(addresses: readonly string[]): string {
  const question = dnsQuestion('counter');
  const head = Buffer.from(question);
  head.writeUInt16BE(addresses.length > 0 ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, ...records]).toString('base64');
}
