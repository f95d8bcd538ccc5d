import { generateKeyPair } from '../../src/transport/ssh.ts';

const { privateKey } = generateKeyPair('planted');

/** Secrets in the forms that logs and answers have them in, and the word of each that nobody else may read. */
export const planted: readonly { text: string; secret: string }[] = [
  { text: 'docker swarm join --token SWMTKN-1-5nht70k8qeweahbyrm-9ndkvaxdq', secret: '5nht70k8qeweahbyrm' },
  { text: 'the key is SWMKEY-1-7c37Cc8654o6p38HnroywCi19pllOnGtbd', secret: '7c37Cc8654o6p38Hnr' },
  { text: 'proxy http://ada:s3cretProxy@10.0.0.1:3128/', secret: 's3cretProxy' },
  { text: 'pulling https://ada:with@signs@registry.example/v2/', secret: 'with@signs' },
  { text: '> Authorization: Basic YWRhOnBhc3N3b3Jk', secret: 'YWRhOnBhc3N3b3Jk' },
  { text: '{"Authorization":"Bearer abc.def-ghi_123"}', secret: 'abc.def-ghi_123' },
  { text: 'curl -H "X-Registry-Auth: planted7registry"', secret: 'planted7registry' },
  { text: 'got Bearer plantedBearer99', secret: 'plantedBearer99' },
  { text: 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl', secret: 'eyJzdWIiOiJhZGEifQ' },
  { text: '            "GF_SECURITY_ADMIN_PASS=planted hunter2",', secret: 'planted hunter2' },
  { text: '            "SOME_SETTING=planted setting",', secret: 'planted setting' },
  { text: 'docker service create --env lower=plantedLower --name x', secret: 'plantedLower' },
  { text: "docker service create -e 'QUOTED=planted two words' x", secret: 'planted two words' },
  { text: 'MYSQL_ROOT_PASSWORD=planted,hunter3', secret: 'planted,hunter3' },
  { text: 'password: plantedYaml', secret: 'plantedYaml' },
  { text: '"password" : "planted json"', secret: 'planted json' },
  { text: 'client_secret=plantedSecret', secret: 'plantedSecret' },
  { text: 'redis-server --requirepass plantedRedis', secret: 'plantedRedis' },
  { text: 'docker login -u ada -p plantedLogin registry', secret: 'plantedLogin' },
  { text: '"auth": "cGxhbnRlZDphdXRo"', secret: 'cGxhbnRlZDphdXRo' },
  { text: privateKey, secret: privateKey.split('\n')[2] ?? '' },
  {
    text: '-----BEGIN CERTIFICATE-----\nplantedCertificate\n-----END CERTIFICATE-----',
    secret: 'plantedCertificate',
  },
];

/** All of them, a line or more each. */
export const plantedText = planted.map(({ text }) => text).join('\n');

/** The secrets that a text still shows. */
export function stillShown(text: string): string[] {
  return planted.filter(({ secret }) => text.includes(secret)).map(({ secret }) => secret);
}
