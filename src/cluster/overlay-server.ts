/** What a probe of an overlay network serves. */
export interface Served {
  /** The name of the network, and of the container on it. */
  probe: string;
  image: string;
  /** Repeated, a line each, until the payload has its size. */
  token: string;
  bytes: number;
  /** Seconds for which attaching is tried again. */
  patience: number;
}

/**
 * A POSIX shell script that starts a payload's server on an overlay network and prints its address there. dockerd gives the
 * managers 20 s to attach a container; a slow machine that has just joined may need longer, so that is tried again. So is a name
 * that a container of a killed probe has.
 */
export function serveScript({ probe, image, token, bytes, patience }: Served): string {
  const server = `mkdir -p /www && yes ${token} | head -c ${bytes} > /www/payload && exec httpd -f -p 8080 -h /www`;
  return `
end=$(($(date +%s) + ${patience}))
until said=$(docker run -d --name ${probe} --label swarmlab.probe=1 --network ${probe} ${image} sh -c '${server}' 2>&1 >/dev/null); do
  case $said in *'attaching to network failed'* | *'is already in use by container'*) ;; *) echo "$said" >&2; exit 1 ;; esac
  [ "$(date +%s)" -lt $end ] || { echo "$said" >&2; exit 1; }
  docker rm -f ${probe} >/dev/null
done
docker inspect -f '{{with index .NetworkSettings.Networks "${probe}"}}{{.IPAddress}}{{end}}' ${probe}
`;
}
