/** `init`'s flags as commander hands them over. Every question of the wizard has one. */
export interface InitFlags {
  yes?: boolean;
  force?: boolean;
  provider?: string;
  cluster?: string;
  nodes?: string;
  managers?: string;
  subnet?: string;
  firstAddress?: string;
  addresses?: string;
  cpus?: string;
  memory?: string;
  box?: string;
  hypervisor?: string;
  hosts?: string;
  key?: string;
  engineSource?: string;
  engineVersion?: string;
  engineFile?: string;
  labs?: string;
  overlayPool?: string;
}
