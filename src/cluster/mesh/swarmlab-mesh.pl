#!/usr/bin/perl
# swarmlab-mesh: Swarm's service VIPs and routing mesh with nftables, for a node whose kernel has no IPVS.
#
# There dockerd schedules, gossips and resolves names as ever, but programs no load balancer. This reads each service's
# VIP, ports and task addresses from the node's own gossip view (GET /networks/ID?verbose=true) and keeps one nftables
# table, swarmlab_mesh, in each overlay's load-balancer namespace and one on the node. Nothing of dockerd's is changed,
# but for two rules in DOCKER-USER.
#
# How it learns of a change. Gossip makes no Docker event on a node that runs no task. But dockerd tries IPVS at every
# change of a backend, and for that opens the load balancer's namespace file: an inotify watch on it wakes us at once and
# costs nothing. A poll stands behind it, every two seconds; eight times a second where inotify cannot be had or missed much.
# The view is read when no more signs come: dockerd signs before it is done, and older engines crash when the view is asked for
# at the very moment in which gossip changes it (moby/moby#49402; mended by #49937, in Docker 28.2).
# How it learns of a task that stops. IPVS gives it no new connections before it gets SIGTERM; the gossip view does not show
# that. The task's own node sees Docker's `kill` event and tells its peers by UDP, naming the endpoint's id: 256 random bits
# that only nodes of the network know. Existing connections go on; when the task is gone, flows tracked to it are forgotten.
#
# usage: swarmlab-mesh ensure [--systemd]   start as a service unless this very version runs; prints "running" or "started"
#        swarmlab-mesh run                  follow changes in the foreground; --log FILE: log there, not to stderr
#        swarmlab-mesh status               prints "running SHA256" or "stopped"
#        swarmlab-mesh stop                 end it and remove all it made
#        swarmlab-mesh render [GATEWAY [ENDPOINT_ID...]]        a network's table for its view on stdin; these tasks drain
#        swarmlab-mesh render-node GATEWAY [PROTOCOL:PORT...]   the node's table; it listens on these itself
# Root. Needs perl-base, nft, iptables, iproute2, nsenter. IPv4, as Docker's own mesh.
use strict;
use warnings;
use Fcntl qw(:flock O_RDWR O_CREAT);
use Socket;

$ENV{PATH} = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
my $SELF    = '/usr/local/sbin/swarmlab-mesh';
my $DOCKER  = '/var/run/docker.sock';
my $NETNS   = '/run/docker/netns';
my $STATE   = '/run/swarmlab';
my $PIDFILE = "$STATE/mesh.pid";
my $LOG     = '/var/log/swarmlab/mesh.log';
my $UNIT    = '/etc/systemd/system/swarmlab-mesh.service';
my $TABLE   = 'swarmlab_mesh';
my $NOTICE  = 7947;      # UDP port of the draining notices
my $DRAIN   = 60;        # seconds a notice holds, should the task not go after all
my $RESYNC  = 60;        # seconds between full passes, against a table that somebody flushed
my $LOG_MAX = 256 * 1024;
my @ECHO    = (0.04, 0.12, 0.25);    # seconds after the last sign of change when the view is read

# --- small things -------------------------------------------------------------------------------------------------------

sub slurp { my ($path) = @_; open my $in, '<', $path or return; local $/; return scalar <$in> }
sub spew { my ($path, $text) = @_; open my $out, '>', $path or return; print $out $text; return close $out }

# Seconds since boot; perl-base has no finer clock of its own.
sub now { my ($s) = slurp('/proc/uptime') =~ /^(\S+)/; return $s }

# One line of the log, which is kept short; what repeats itself is said once a minute.
my ($log_file, %said);
sub note {
    my ($text) = @_;
    chomp $text;
    my $time = now();
    return if ($said{$text} // -60) > $time - 60;
    %said = () if keys %said > 50;
    $said{$text} = $time;
    if ($log_file && (-s $log_file // 0) > $LOG_MAX) {
        rename $log_file, "$log_file.1";
        open STDERR, '>>', $log_file;
    }
    my ($s, $m, $h, $day, $month, $year) = gmtime;
    printf STDERR "%04d-%02d-%02dT%02d:%02d:%02dZ %s\n", $year + 1900, $month + 1, $day, $h, $m, $s, $text;
    return;
}

# Runs a program with $input on its stdin; true when it exits with 0. What it says on stderr goes to the log.
sub feed {
    my ($input, @argv) = @_;
    my $pid = open my $to, '|-', @argv;
    unless ($pid) { note("cannot run $argv[0]: $!"); return 0 }
    local $SIG{PIPE} = 'IGNORE';
    print $to $input;
    return close $to ? 1 : 0;
}

sub output {
    my (@argv) = @_;
    open my $from, '-|', @argv or return '';
    local $/;
    my $text = <$from> // '';
    close $from;
    return $text;
}

# A JSON text as perl data. Named subs over one text: closures that call each other would leak.
my $json;
sub json { ($json) = @_; pos($json) = 0; return json_value() }

sub json_string {
    $json =~ /\G"([^"\\]*(?:\\.[^"\\]*)*)"/gc or die 'not JSON at ' . (pos($json) // 0) . "\n";
    my $s = $1;
    $s =~ s/\\(?:u([0-9a-fA-F]{4})|(.))/defined $1 ? chr hex $1 : $2 =~ tr{bfnrt}{\b\f\n\r\t}r/ge if $s =~ tr/\\//;
    return $s;
}

sub json_value {
    $json =~ /\G\s+/gc;
    if ($json =~ /\G\{\s*/gc) {
        my %map;
        until ($json =~ /\G\s*\}/gc) {
            my $key = json_string();
            $json =~ /\G\s*:/gc;
            $map{$key} = json_value();
            $json =~ /\G\s*,\s*/gc;
        }
        return \%map;
    }
    if ($json =~ /\G\[\s*/gc) {
        my @list;
        until ($json =~ /\G\s*\]/gc) { push @list, json_value(); $json =~ /\G\s*,\s*/gc }
        return \@list;
    }
    return $1 eq 'null' ? undef : $1 eq 'true' ? 1 : 0 if $json =~ /\G(null|true|false)/gc;
    return $1 if $json =~ /\G(-?[0-9][0-9.eE+-]*)/gc;
    return json_string();
}

# A request to the engine; HTTP/1.0, so that the answer is not chunked and ends with the connection.
sub ask {
    my ($path) = @_;
    socket my $engine, PF_UNIX, SOCK_STREAM, 0 or return;
    setsockopt $engine, SOL_SOCKET, SO_RCVTIMEO, pack 'q2', 5, 0;
    connect $engine, sockaddr_un($DOCKER) or return;
    syswrite $engine, "GET $path HTTP/1.0\r\nHost: docker\r\n\r\n";
    return $engine;
}

# The body of its answer; '' for what is not there (404), undef when the engine failed to answer.
sub get {
    my ($path) = @_;
    my $engine = ask($path) or return;
    my $answer = '';
    while (1) {
        my $n = sysread $engine, $answer, 65536, length $answer;
        return unless defined $n;
        last unless $n;
    }
    return $answer =~ s/^HTTP\/1\.\d 200 .*?\r\n\r\n//s ? $answer : $answer =~ /^HTTP\/1\.\d 404 / ? '' : undef;
}

# --- from a network's view to nftables text -----------------------------------------------------------------------------

# The services behind a VIP: ({name, vip, ports => [...], ips => [...]}), sorted. Tasks known to be draining are left out
# while others remain.
sub services {
    my ($view, $draining) = @_;
    my @found;
    for my $name (sort keys %{ $view->{Services} // {} }) {
        my $service = $view->{Services}{$name};
        next if $name eq '' || ($service->{VIP} // '') !~ /^[0-9.]+$/;    # plain containers; endpoint mode dnsrr
        my @tasks = grep { ($_->{EndpointIP} // '') =~ /^[0-9.]+$/ } @{ $service->{Tasks} // [] };
        my @fresh = grep { !$draining->{ $_->{EndpointID} // '' } } @tasks;
        my %ips   = map { $_->{EndpointIP} => 1 } @fresh ? @fresh : @tasks;
        next unless %ips;
        my %ports = map { /Publish: ([0-9]+)/ && $1 > 0 ? ($1 => 1) : () } @{ $service->{Ports} // [] };
        my @ports = sort { $a <=> $b } keys %ports;
        push @found, { name => $name, vip => $service->{VIP}, ips => [sort keys %ips], ports => \@ports };
    }
    return @found;
}

sub table {
    my (@chains) = @_;
    return "table ip $TABLE\ndelete table ip $TABLE\ntable ip $TABLE {\n" . join('', @chains) . "}\n";
}

sub to_one_of {
    my (@ips) = @_;
    return "dnat to $ips[0]" if @ips == 1;
    my $i = 0;
    return 'dnat to numgen inc mod ' . @ips . ' map { ' . join(', ', map { $i++ . " : $_" } @ips) . ' }';
}

# The table of a load-balancer namespace. An ingress port keeps its published number on the way: the task's own namespace
# maps it to the target port, and knows the protocol, which the view does not tell.
sub render {
    my ($view, $gateway, $draining) = @_;
    my @rules;
    for my $s (services($view, $draining // {})) {
        my $match = "ip daddr $s->{vip}";
        if ($view->{Ingress}) {
            next unless @{ $s->{ports} } && $gateway;
            $match = "ip daddr $gateway meta l4proto { tcp, udp, sctp } th dport { " . join(', ', @{ $s->{ports} }) . ' }';
        }
        push @rules, "    $match " . to_one_of(@{ $s->{ips} }) . "\n";
    }
    return table(
        "  chain in {\n    type nat hook prerouting priority dstnat\n", @rules, "  }\n",
        "  chain out {\n    type nat hook postrouting priority srcnat\n    ct status dnat masquerade\n  }\n",
    );
}

# The node's own table: published ports lead into the ingress namespace, but for ports on which the node itself listens.
sub render_node {
    my ($view, $gateway, $listens) = @_;
    my %ports = map { $_ => 1 } map { @{ $_->{ports} } } services($view, {});
    my @rules;
    for my $protocol (qw(tcp udp sctp)) {
        my @open = grep { !$listens->{$protocol}{$_} } sort { $a <=> $b } keys %ports;
        push @rules, "    $protocol dport { " . join(', ', @open) . " } dnat to $gateway\n" if @open;
    }
    return table(
        "  chain publish {\n", @rules, "  }\n",
        "  chain in {\n    type nat hook prerouting priority dstnat - 10\n    fib daddr type local jump publish\n  }\n",
        "  chain local {\n    type nat hook output priority dstnat - 10\n    fib daddr type local jump publish\n  }\n",
        "  chain out {\n    type nat hook postrouting priority srcnat - 10\n",
        "    ip daddr $gateway fib saddr type local masquerade\n  }\n",
    );
}

# Ports on which the node listens: {tcp => {22 => 1}, udp => {...}}. UDP ports that any client may hold for a moment do not count.
sub listeners {
    my %listens;
    my ($low, $high) = (slurp('/proc/sys/net/ipv4/ip_local_port_range') // '32768 60999') =~ /(\d+)/g;
    for my $file (qw(tcp tcp6 udp udp6)) {
        my $protocol = substr $file, 0, 3;
        for my $line (split /\n/, slurp("/proc/net/$file") // '') {
            my ($port, $state) = $line =~ /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ ([0-9A-F]{2}) / or next;
            $port = hex $port;
            next if $state ne ($protocol eq 'tcp' ? '0A' : '07') || $protocol eq 'udp' && $port >= $low && $port <= $high;
            $listens{$protocol}{$port} = 1;
        }
    }
    return \%listens;
}

# --- connection tracking ------------------------------------------------------------------------------------------------

sub attributes {
    my ($data) = @_;
    my %found;
    while (length $data >= 4) {
        my ($length, $type) = unpack 'SS', $data;
        last if $length < 4;
        $found{ $type & 0x3fff } = substr $data, 4, $length - 4;
        substr($data, 0, $length + 3 & ~3) = '';
    }
    return \%found;
}

# Forgets, in the namespace we run in, the flows whose answers come from one of these addresses: what a dead backend had.
# A client that goes on is balanced anew (UDP), or learns of it by a reset (TCP).
sub forget {
    my %gone = map { inet_aton($_) => 1 } @_;
    my $message = sub {
        my ($type, $flags, $body) = @_;
        return pack('LSSLLCCn', 20 + length $body, 0x100 | $type, $flags, 1, 0, AF_INET, 0, 0) . $body;
    };
    socket my $netlink, 16, SOCK_RAW, 12 or die "netlink: $!\n";
    setsockopt $netlink, SOL_SOCKET, SO_RCVTIMEO, pack 'q2', 2, 0;
    syswrite $netlink, $message->(1, 0x301, '');
    my @delete;
    READ: while (sysread $netlink, my $data, 65536) {
        while (length $data >= 16) {
            my ($length, $type) = unpack 'LS', $data;
            last READ if $type == 3 || $type == 2 || $length < 16;
            my $found = attributes(substr $data, 20, $length - 20);
            my $source = attributes(attributes($found->{2} // '')->{1} // '')->{1} // '';
            push @delete, pack('SS', 4 + length $found->{1}, 0x8001) . $found->{1} if $gone{$source};
            substr($data, 0, $length + 3 & ~3) = '';
        }
    }
    syswrite $netlink, $message->(2, 1, $_) for @delete;
    return;
}

# --- the node -----------------------------------------------------------------------------------------------------------

my (%nets, %draining, %watched, $inotify, %call, $node_text, $node_gateway, $again);

# inotify has no module in perl-base; the numbers are the kernel's, by machine.
sub open_inotify {
    my ($machine) = output('uname', '-m') =~ /(\S+)/;
    my @numbers = $machine eq 'x86_64' ? (294, 254, 255) : $machine =~ /^(?:aarch64|riscv64|loongarch64)$/ ? (26, 27, 28) : ();
    return unless @numbers;
    @call{qw(init add remove)} = @numbers;
    my $fd = syscall $call{init}, 0x80800;    # IN_NONBLOCK | IN_CLOEXEC
    return if $fd < 0;
    open my $handle, '<&=', $fd or return;
    return $handle;
}

sub watch {
    my ($path, $mask) = @_;
    return unless $inotify;
    my $id = syscall $call{add}, fileno $inotify, my $copy = $path, $mask;
    $watched{$path} = $id if $id >= 0;
    return;
}

# A watch holds its namespace alive, so it goes as soon as dockerd removed the file.
sub unwatch {
    my ($path) = @_;
    my $id = delete $watched{$path};
    syscall $call{remove}, fileno $inotify, $id if defined $id;
    return;
}

# The overlays with a load balancer here: {path of its namespace => network id}.
my %id_of;
sub boxes {
    opendir my $dir, $NETNS or return {};
    my $plain = (stat $NETNS)[0];    # dockerd leaves the file for a while when the namespace is gone
    my @names = grep { (/^lb_.{9}$/ || $_ eq 'ingress_sbox') && ((stat "$NETNS/$_")[0] // $plain) != $plain } readdir $dir;
    if (grep { !$id_of{$_} } @names) {
        my $list = get('/networks') or return;
        %id_of = ();
        for my $net (@{ json($list) }) {
            next unless $net->{Driver} eq 'overlay';
            $id_of{ $net->{Ingress} ? 'ingress_sbox' : 'lb_' . substr $net->{Id}, 0, 9 } = $net->{Id};
        }
    }
    return { map { $id_of{$_} ? ("$NETNS/$_" => $id_of{$_}) : () } @names };
}

# One reading of every network's view; programs what differs. 0: no view had changed, 2: endpoints came or went, 1: else.
sub pass {
    my ($force) = @_;
    my $boxes = boxes() or return 0;
    my $changed = $again = 0;
    for my $box (grep { !$boxes->{$_} } keys %nets) { delete $nets{$box}; unwatch($box); $changed = 1 }
    for my $id (grep { $draining{$_} < now() } keys %draining) { delete $draining{$id} }

    for my $box (sort keys %$boxes) {
        my $inode = (stat $box)[1] or next;
        my $net = $nets{$box};
        if (!$net || $net->{inode} != $inode) {
            unwatch($box);
            $net = $nets{$box} = { inode => $inode, seen => '', text => '', backends => {} };
        }
        watch($box, 0x20) unless defined $watched{$box};    # IN_OPEN
        my $body = get("/networks/$boxes->{$box}?verbose=true");
        unless ($body) {
            delete $id_of{ $box =~ s{.*/}{}r } if defined $body;
            $again = 1;    # dockerd drops the connection while it is half-way through a change
            next;
        }
        my @drain = grep { index($body, $_) >= 0 } sort keys %draining;
        my $seen = join ',', sort(split /[{}\[\],]+/, $body), '-', @drain;    # lists come in any order
        if ($seen ne $net->{seen}) {
            my $ids = join ',', sort $body =~ /"EndpointID":"(\w+)"/g;
            $changed = $ids ne ($net->{ids} // '') ? 2 : $changed || 1;
            $net->{ids} = $ids;
            $net->{view} = json($body);
            $net->{seen} = $seen;
        }
        elsif (!$force && $net->{done}) { next }
        apply($box, $net, $force);
    }
    program_node($force);
    return $changed;
}

# What drains has changed: programs the views that are known, without reading them.
sub drain {
    for my $box (sort keys %nets) {
        my $net = $nets{$box};
        apply($box, $net, 0) if $net->{done} && ((stat $box)[1] // 0) == $net->{inode};
    }
    return;
}

sub apply {
    my ($box, $net, $force) = @_;
    $net->{done} = eval { program($box, $net, $force) } // do { note("$net->{view}{Name}: $@"); 0 };
    $again ||= !$net->{done};
    return;
}

sub inside { my ($box, @argv) = @_; return ('nsenter', "--net=$box", @argv) }

sub program {
    my ($box, $net, $force) = @_;
    my $view = $net->{view};
    my $name = $view->{Name};
    if ($force || !$net->{ready}) {
        my $set = 'cd /proc/sys/net/ipv4 && echo 1 >ip_forward && for r in conf/*/send_redirects; do echo 0 >$r; done
            ip -4 -o addr show';
        my $addresses = output(inside($box, 'sh', '-c', $set)) or die "cannot set up its namespace\n";
        ($net->{gateway}) = $addresses =~ /eth1\s+inet ([0-9.]+)/ if $view->{Ingress};
        die "not up yet; will be tried again\n" if $addresses !~ /eth0\s+inet / || $view->{Ingress} && !$net->{gateway};
        $net->{vips} = { map { $_ => 1 } $addresses =~ /eth0\s+inet ([0-9.]+)\/32/g };
        $net->{ready} = 1;
    }
    my @services = services($view, \%draining);
    my %vips = $view->{Ingress} ? () : map { $_->{vip} => 1 } @services;
    my @new = grep { !$net->{vips}{$_} } sort keys %vips;
    my @old = grep { !$vips{$_} } sort keys %{ $net->{vips} };
    my $text = render($view, $net->{gateway}, \%draining);
    if (@new) {
        my $batch = join '', map { "addr replace $_/32 dev eth0\n" } @new;
        feed($batch, inside($box, 'ip', '-batch', '-')) or die "cannot add its VIPs; will be tried again\n";
    }
    if ($force || $text ne $net->{text}) {
        feed($text, inside($box, 'nft', '-f', '-')) or die "nft refused its table; will be tried again\n";
        note("$name: " . (join(', ', map { "$_->{name} -> @{$_->{ips}}" } @services) || 'no service')) if $text ne $net->{text};
        $net->{text} = $text;
    }
    drop_vips($box, @old);
    $net->{vips} = \%vips;
    my %backends = map { $_->{EndpointIP} => 1 } map { @{ $_->{Tasks} // [] } } values %{ $view->{Services} // {} };
    $net->{gone} = { map { $_ => 1 } grep { !$backends{$_} } keys %{ $net->{backends} }, keys %{ $net->{gone} // {} } };
    $net->{backends} = \%backends;
    return 1;
}

# dockerd may have been quicker, so nobody minds those that are gone.
sub drop_vips {
    my ($box, @vips) = @_;
    my $batch = join '', map { "addr del $_/32 dev eth0\n" } @vips;
    feed($batch, inside($box, 'sh', '-c', 'ip -force -batch - 2>/dev/null; :')) if @vips;
    return;
}

sub program_node {
    my ($force) = @_;
    my $net = $nets{"$NETNS/ingress_sbox"};
    unless ($net) { forget_node() if $node_text; return }
    return unless $net->{ready};
    if ($force || !$node_text || $net->{text} ne ($net->{published} // '')) {
        my $gateway = $net->{gateway};
        my $text = render_node($net->{view}, $gateway, listeners());
        if ($force || $text ne ($node_text // '')) {
            unless (feed($text, 'nft', '-f', '-')) { note('the node: nft refused its table; will be tried again'); return }
            $node_text = $text;
        }
        if ($force || $gateway ne ($node_gateway // '')) {
            allow('-D', $node_gateway) if $node_gateway && $gateway ne $node_gateway;
            allow('-I', $gateway);
            spew('/proc/sys/net/ipv4/conf/docker_gwbridge/route_localnet', 1) or note("route_localnet: $!");
            $node_gateway = $gateway;
        }
        $net->{published} = $net->{text};
    }
    return;
}

# Lets the mesh's traffic pass dockerd's forward rules; '-I' adds what is missing, '-D' removes.
sub allow {
    my ($how, $gateway) = @_;
    my @tag = qw(-m comment --comment swarmlab-mesh -j ACCEPT);
    for my $rule (['-d', $gateway], ['-s', $gateway, '-m', 'conntrack', '--ctstate', 'ESTABLISHED,RELATED']) {
        my $there = system("iptables -w -C DOCKER-USER @$rule @tag 2>/dev/null") == 0;
        next if $there == ($how eq '-I');
        system('iptables', '-w', $how, 'DOCKER-USER', @$rule, @tag) == 0 or note("iptables $how DOCKER-USER @$rule failed");
    }
    return;
}

sub forget_node {
    feed("table ip $TABLE\ndelete table ip $TABLE\n", 'nft', '-f', '-');
    for my $rule (grep { /swarmlab-mesh/ } split /\n/, output('sh', '-c', 'iptables -w -S DOCKER-USER 2>/dev/null')) {
        $rule =~ s/^-A/-D/;
        $rule =~ s/"//g;
        system('iptables', '-w', split ' ', $rule);
    }
    ($node_text, $node_gateway) = ();
    return;
}

sub cleanup {
    for my $box (glob "$NETNS/lb_* $NETNS/ingress_sbox*") {
        next if (stat $box)[0] == (stat $NETNS)[0];
        feed("table ip $TABLE\ndelete table ip $TABLE\n", inside($box, 'nft', '-f', '-'));
        next if $box =~ /ingress/;
        drop_vips($box, output(inside($box, 'ip', '-4', '-o', 'addr', 'show', 'dev', 'eth0')) =~ /inet ([0-9.]+)\/32/g);
    }
    forget_node();
    return;
}

# Flows to backends that are gone. After the rules, so that none of them comes back.
sub forget_gone {
    for my $box (keys %nets) {
        my @gone = keys %{ delete $nets{$box}{gone} // {} } or next;
        my $pid = fork // do { note("fork: $!"); next };
        exec inside($box, $^X, $0, 'forget', @gone) or exit 1 unless $pid;
    }
    return;
}

# --- draining -----------------------------------------------------------------------------------------------------------

# The engine is about to stop a container: its endpoints here get no new connections, and the peers are told.
sub stopping {
    my ($container) = @_;
    my (@endpoints, %peers);
    for my $view (grep { defined } map { $_->{view} } values %nets) {
        my $endpoint = $view->{Containers}{$container} or next;
        push @endpoints, $endpoint->{EndpointID};
        $peers{ $_->{IP} } = 1 for @{ $view->{Peers} // [] };
    }
    $draining{$_} = now() + $DRAIN for @endpoints;
    return @endpoints ? { text => join(' ', 'swarmlab-mesh draining', @endpoints), peers => [keys %peers], left => 3 } : undef;
}

sub spread {
    my ($socket, $notice) = @_;
    $notice->{left}--;
    for my $peer (@{ $notice->{peers} }) { send $socket, $notice->{text}, 0, sockaddr_in($NOTICE, inet_aton($peer)) }
    return;
}

sub hear {
    my ($text) = @_;
    my ($list) = $text =~ /^swarmlab-mesh draining ([0-9a-f ]+)$/ or return 0;
    my %known = map { $_->{EndpointID} => 1 }
        map { @{ $_->{Tasks} // [] } } map { values %{ $_->{view}{Services} // {} } } values %nets;
    my @fresh = grep { $known{$_} && !$draining{$_} } split ' ', $list;
    $draining{$_} = now() + $DRAIN for @fresh;
    return scalar @fresh;
}

# --- the service --------------------------------------------------------------------------------------------------------

# SIGTERM, SIGINT, SIGQUIT, SIGKILL, SIGWINCH: what images name as their stop signal.
my %stops = map { $_ => 1 } 15, 2, 3, 9, 28;

sub follow {
    $inotify = open_inotify();
    note('no inotify on this machine: polling') unless $inotify;
    socket my $udp, PF_INET, SOCK_DGRAM, 0 or die "socket: $!\n";
    setsockopt $udp, SOL_SOCKET, SO_REUSEADDR, 1;
    bind $udp, sockaddr_in($NOTICE, INADDR_ANY) or note("UDP port $NOTICE: $!; draining tasks of other nodes go unnoticed");

    my ($events, $line, @due, @notices) = (undef, '', 0);
    my ($next_poll, $next_full, $last_sign, $missed, $fast, $retries) = (0, 0, 0, 0, !$inotify, 0);
    while (1) {
        unless ($events) {
            $events = ask('/events?filters=%7B%22type%22%3A%5B%22container%22%5D%2C%22event%22%3A%5B%22kill%22%5D%7D');
            $line = '';
            $next_full = 0 if $events;
        }
        watch($NETNS, 0x300) if !defined $watched{$NETNS} && -d $NETNS;    # IN_CREATE | IN_DELETE

        my $time = now();
        my $wake = (sort { $a <=> $b } $next_poll, @due)[0];
        my $bits = '';
        vec($bits, fileno $_, 1) = 1 for grep { defined } $inotify, $udp, $events;
        my $ready = select $bits, undef, undef, $wake > $time ? $wake - $time : 0;
        my ($sign, $drains) = (0, 0);
        if ($ready > 0) {
            if ($inotify && vec $bits, fileno $inotify, 1) {
                while (sysread $inotify, my $data, 65536) {
                    while (length $data >= 16) {
                        my ($id, $mask, undef, $length) = unpack 'iIII', $data;
                        my $name = unpack 'Z*', substr $data, 16, $length;
                        unwatch("$NETNS/$name") if $mask & 0x200;
                        for my $path (keys %watched) { delete $watched{$path} if $mask & 0x8000 && $watched{$path} == $id }
                        substr($data, 0, 16 + $length) = '';
                    }
                    $sign = 1;
                }
            }
            if ($events && vec $bits, fileno $events, 1) {
                if (sysread $events, $line, 65536, length $line) {
                    while ($line =~ s/^([^\n]*)\n//) {
                        my $event = $1;
                        my ($signal) = $event =~ /"signal":"(\d+)"/ or next;
                        my ($container) = $event =~ /"Actor":\{"ID":"([0-9a-f]+)"/ or next;
                        my $notice = $stops{$signal} ? stopping($container) : undef or next;
                        push @notices, $notice;
                        $drains = 1;
                    }
                }
                else { $events = undef; note('the engine went away; waiting for it') }
            }
            if (vec $bits, fileno $udp, 1) {
                my $text;
                while (defined recv $udp, $text, 4096, 0x40) { $drains = 1 if hear($text) }    # MSG_DONTWAIT
            }
        }
        if ($drains) {
            spread($udp, $_) for @notices;
            drain();
        }
        $time = now();
        if ($sign || $drains) {
            $last_sign = $time;
            @due = map { $time + $_ } @ECHO;
        }
        my $poll = $time >= $next_poll;
        next unless $poll || @due && $due[0] <= $time;
        spread($udp, $_) for @notices;
        @notices = grep { $_->{left} > 0 } @notices;
        my $force = $time >= $next_full && $events;
        my $changed = eval { pass($force) } // do { note("the pass failed: $@"); 0 };
        $next_full = $time + $RESYNC if $force;
        eval { forget_gone(); 1 } or note($@) if $changed;
        if ($changed == 2 && !$force && !$fast) {
            $missed = $poll && $time - $last_sign > 2.5 ? $missed + 1 : 0;
            $fast = $missed > 2 and note('inotify misses the changes: polling');
        }
        1 while waitpid(-1, 1) > 0;    # WNOHANG
        $time = now();
        @due = grep { $_ > $time } @due;
        @due = sort { $a <=> $b } @due, $time + 0.05 if $again && $events && ++$retries < 40;
        $retries = 0 unless $again;
        $next_poll = $time + ($events ? $fast ? 0.12 : 2 : 0.5);
    }
}

sub my_sha { my ($sha) = output('sha256sum', $0) =~ /^(\w+)/; return $sha // '' }

# (pid, sha256) of the instance that runs, if one does: it holds a lock on its pid file.
sub instance {
    open my $file, '<', $PIDFILE or return;
    return if flock $file, LOCK_SH | LOCK_NB;
    my ($pid, $sha) = split ' ', <$file> // '';
    return $pid ? ($pid, $sha // '') : ();
}

# Tries 20 times a second until the test is true; false when it never was.
sub await {
    my ($test, $times) = @_;
    for (1 .. $times // 100) { return 1 if $test->(); select undef, undef, undef, 0.05 }
    return 0;
}

sub run {
    my ($to) = @_;
    mkdir $STATE;
    sysopen my $lock, $PIDFILE, O_RDWR | O_CREAT or die "$PIDFILE: $!\n";
    await(sub { flock $lock, LOCK_EX | LOCK_NB }, 20) or die "swarmlab-mesh runs already\n";
    truncate $lock, 0;
    select((select($lock), $| = 1)[0]);
    print $lock "$$ ", my_sha(), "\n";
    if ($to) {
        mkdir $to =~ s{/[^/]*$}{}r;
        open STDERR, '>>', $to or die "$to: $!\n";
        $log_file = $to;
    }
    $SIG{TERM} = $SIG{INT} = sub { note('stopped'); exit 0 };
    $SIG{PIPE} = $SIG{HUP} = 'IGNORE';
    note('started');
    while (1) {
        eval { follow(); 1 } or note("started over: $@");
        select undef, undef, undef, 1;
    }
}

sub halt {
    my ($pid) = instance() or return;
    kill 'TERM', $pid;
    await(sub { !instance() }) or do { kill 'KILL', $pid; await(sub { !instance() }) };
    return;
}

sub unit {
    return <<"UNIT";
[Unit]
Description=Swarm routing mesh with nftables (the kernel has no IPVS)
After=docker.service
StartLimitIntervalSec=0

[Service]
ExecStart=$SELF run
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target
UNIT
}

sub ensure {
    my ($systemd) = @_;
    my $sha = my_sha();
    my (undef, $running) = instance();
    if (($running // '') eq $sha) { print "running\n"; return }
    if ($systemd) {
        spew($UNIT, unit()) or die "$UNIT: $!\n" if (slurp($UNIT) // '') ne unit();
        system('systemctl daemon-reload && systemctl -q enable swarmlab-mesh && systemctl restart swarmlab-mesh') == 0
            or die "systemd could not start swarmlab-mesh\n";
    }
    else {
        halt();
        system("setsid $^X $0 run --log $LOG </dev/null >/dev/null 2>&1 &");
    }
    my $where = $systemd ? 'journalctl -u swarmlab-mesh' : $LOG;
    await(sub { my (undef, $other) = instance(); ($other // '') eq $sha }) or die "it did not start: see $where\n";
    print "started\n";
    return;
}

sub stop {
    system('systemctl disable -q --now swarmlab-mesh') if -e $UNIT && -d '/run/systemd/system';
    halt();
    cleanup();
    unlink $UNIT;
    return;
}

sub view { local $/; return json(scalar <STDIN> // '') }

my ($verb, @rest) = @ARGV;
my %verbs = (
    run    => sub { run(($rest[0] // '') eq '--log' ? $rest[1] : undef) },
    ensure => sub { ensure(($rest[0] // '') eq '--systemd') },
    status => sub { my ($pid, $sha) = instance(); print $pid ? "running $sha\n" : "stopped\n" },
    stop   => \&stop,
    render => sub { my ($gateway, @ids) = @rest; print render(view(), $gateway, { map { $_ => 1 } @ids }) },
    'render-node' => sub {
        my ($gateway, @held) = @rest;
        my %listens;
        for (@held) { $listens{$1}{$2} = 1 if /^(\w+):(\d+)$/ }
        print render_node(view(), $gateway, \%listens);
    },
    forget => sub { forget(@rest) },
);
unless ($verb && $verbs{$verb}) {
    print STDERR "usage: swarmlab-mesh ensure [--systemd] | run [--log FILE] | status | stop\n";
    exit 2;
}
eval { $verbs{$verb}->(); 1 } or do { print STDERR "swarmlab-mesh: $@"; exit 1 };
