/**
 * Every stable error code and the exit code it ends the program with.
 * Exit codes: 1 a check failed, 2 bad use or bad config, 3 the environment, 4 the cluster, 130 interrupted.
 * README's troubleshooting table lists each of them; a test keeps the two in step.
 */
export const errorCodes = {
  E_USAGE: 2,
  E_CONFIG: 2,
  E_NO_CONFIG: 2,
  E_NO_TTY: 2,
  E_UNKNOWN_NODE: 2,
  E_UNKNOWN_LAB: 2,
  E_LAB_INVALID: 2,
  E_LAB_PREPARE: 4,
  E_FILE: 3,
  E_PROGRESS: 3,
  E_LOCKED: 3,
  E_COMMAND_MISSING: 3,
  E_COMMAND_FAILED: 3,
  E_DOCKER_HOST: 3,
  E_DOCKER_HOST_REMOTE: 3,
  E_CLUSTER_NAME_TAKEN: 3,
  E_NODE_IMAGE: 3,
  E_VAGRANT: 3,
  E_HOSTONLY_RANGE: 3,
  E_ENGINE_SOURCE: 3,
  E_ENGINE_CHECKSUM: 3,
  E_IMAGE_SOURCE: 3,
  E_PORT_TAKEN: 3,
  E_SSH_UNREACHABLE: 4,
  E_SSH_AUTH: 4,
  E_SSH_LOST: 4,
  E_HOST_KEY: 4,
  E_NODE_COMMAND: 4,
  E_TIMEOUT: 4,
  E_SUDO_PASSWORD: 4,
  E_NO_MACHINES: 4,
  E_DISK_FULL: 4,
  E_UPLOAD: 4,
  E_VALIDATE: 4,
  E_ENGINE_START: 4,
  E_ENGINE_API: 4,
  E_SWARM: 4,
  E_DATA_PLANE: 4,
  E_SERVICE_UNKNOWN: 4,
  E_SERVICE_NO_PORT: 4,
  E_INTERRUPTED: 130,
} as const;

/** A stable code a user can search for, such as `E_HOST_KEY`. */
export type ErrorCode = keyof typeof errorCodes;
