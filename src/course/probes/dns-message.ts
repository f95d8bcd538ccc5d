// Source: RFC 1035, section 4. Only what one question for one name's IPv4 addresses takes.

const headerBytes = 12;
const typeA = 1;
const classIn = 1;

/** A question for the IPv4 addresses of a name, as one UDP datagram. */
export function dnsQuestion(name: string, id = 1): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(id, 0);
  // Recursion desired.
  header.writeUInt16BE(0x0100, 2);
  header.writeUInt16BE(1, 4);
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, typeA, 0, classIn])]);
}

/** The IPv4 addresses in an answer, sorted; none where the name does not exist, or where the server knows no answer. */
export function dnsAddresses(answer: Buffer): string[] {
  if (answer.length < headerBytes) return [];
  let at = headerBytes;
  const questions = answer.readUInt16BE(4);
  const records = answer.readUInt16BE(6);
  for (let i = 0; i < questions; i++) at = nameEnd(answer, at) + 4;
  const addresses: string[] = [];
  for (let i = 0; i < records; i++) {
    at = nameEnd(answer, at);
    if (at + 10 > answer.length) break;
    const size = answer.readUInt16BE(at + 8);
    const isAddress = answer.readUInt16BE(at) === typeA && size === 4;
    at += 10;
    if (isAddress && at + 4 <= answer.length) addresses.push([...answer.subarray(at, at + 4)].join('.'));
    at += size;
  }
  return addresses.sort();
}

/** Where the name that begins at `at` ends: behind its empty label, or behind a pointer to the rest of it. */
function nameEnd(message: Buffer, at: number): number {
  for (let here = at; here < message.length; ) {
    const length = message[here] ?? 0;
    if (length === 0) return here + 1;
    if (length >= 0xc0) return here + 2;
    here += length + 1;
  }
  return message.length;
}
