/** A busybox alone, in every image bundle: what `up` proves the data plane with. */
export const probeImage = 'localhost/probe:1';
