# A Slurm of a controller and two nodes on one machine, each in a network namespace of its own, for the
# tests: no interface, port, daemon or configuration of the machine's is touched.
# shellcheck shell=bash disable=SC2016,SC2154
#
# Sourced by a script whose folder is $scratch. Exit code 77: not on this machine.

unfit() { echo "skipped: $*" >&2 && exit 77; }

# What the cluster takes, or the reason why it can't be.
cluster_fits() {
    local program
    ((EUID == 0)) || unfit "only root can make network namespaces"
    for program in ip nsenter unshare slurmctld slurmd munged mungekey sbatch squeue scontrol; do
        command -v "$program" >/dev/null ||
            unfit "there is no $program; Debian's slurm-wlm, munge and iproute2 have it"
    done
    namespace=tessera-$$
    [ -d /run/netns ] || first_namespace=1
    ip netns add "$namespace-ctl" 2>/dev/null || unfit "network namespaces can't be made here"
    ip -n "$namespace-ctl" link add br0 type bridge 2>/dev/null || unfit "bridges can't be made here"
}

# in_cluster COMMAND...: runs it where the controller can be reached.
in_cluster() { nsenter --net="/run/netns/$namespace-ctl" "$@"; }

# daemon HOST COMMAND...: starts it on a machine of that name. Not "ip netns exec", which hides the control
# groups that slurmd looks for.
daemon() {
    local host=$1
    shift
    nsenter --net="/run/netns/$namespace-$host" unshare --uts \
        sh -c 'hostname "$0" && exec "$@"' "$host" "$@" </dev/null >>"$scratch/$host.log" 2>&1 &
    disown # nothing is said of its end
}

cluster_configure() {
    cat >"$scratch/slurm.conf" <<END
ClusterName=tessera
SlurmctldHost=ctl(10.99.0.1)
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
# A task that is queued again waits for so long, and a second.
AuthInfo=socket=$scratch/munge.socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool.%n
SlurmctldPidFile=$scratch/ctl.pid
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdLogFile=$scratch/slurmd.%n.log
SlurmdPidFile=$scratch/%n.pid
SlurmdTimeout=4
MessageTimeout=2
TCPTimeout=1
KillWait=5
ReturnToService=2
MailProg=/bin/true
SlurmdParameters=config_overrides
NodeName=n1 NodeAddr=10.99.0.11 CPUs=2 RealMemory=4000
NodeName=n2 NodeAddr=10.99.0.12 CPUs=2 RealMemory=4000
PartitionName=night Nodes=n1,n2 Default=YES MaxTime=60
END
    cat >"$scratch/cgroup.conf" <<END
CgroupMountpoint=/sys/fs/cgroup
ConstrainCores=no
ConstrainRAMSpace=no
END
    export SLURM_CONF=$scratch/slurm.conf
}

cluster_start() {
    local node number=11
    cluster_fits
    cluster_configure
    mkdir "$scratch/state"
    ip -n "$namespace-ctl" addr add 10.99.0.1/24 dev br0
    ip -n "$namespace-ctl" link set lo up
    ip -n "$namespace-ctl" link set br0 up
    for node in n1 n2; do
        mkdir "$scratch/spool.$node"
        ip netns add "$namespace-$node"
        ip -n "$namespace-$node" link set lo up
        ip -n "$namespace-ctl" link add "$node" type veth peer name eth0 netns "$namespace-$node"
        ip -n "$namespace-ctl" link set "$node" master br0 up
        ip -n "$namespace-$node" addr add "10.99.0.$((number++))/24" dev eth0
        ip -n "$namespace-$node" link set eth0 up
    done
    mungekey --create --keyfile="$scratch/munge.key"
    # Its socket is a file, so one serves all machines.
    daemon ctl munged --foreground --force --socket="$scratch/munge.socket" --key-file="$scratch/munge.key" \
        --pid-file="$scratch/munge.pid" --log-file="$scratch/munge.log" --seed-file="$scratch/munge.seed"
    timeout 30 bash -c 'until munge --socket="$0" --no-input; do :; done' "$scratch/munge.socket" >/dev/null 2>&1 ||
        die "munged doesn't answer: $(cat "$scratch/ctl.log")"
    daemon ctl slurmctld -D
    for node in n1 n2; do daemon "$node" slurmd -D -N "$node"; done
    in_cluster timeout 30 bash -c 'until scontrol ping | grep -q UP; do :; done' 2>/dev/null ||
        die "slurmctld doesn't answer: $(tail "$scratch/ctl.log")"
}

# kill_machine HOST: everything on it ends at once, as if it had lost its power.
kill_machine() {
    local pids
    pids=$(ip netns pids "$namespace-$1" 2>/dev/null) || return 0
    # shellcheck disable=SC2086 # several
    [ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
}

# Leaves nothing of it, however far it has come.
cluster_stop() {
    local host
    [ -n "${namespace:-}" ] || return 0
    for host in n2 n1 ctl; do
        kill_machine "$host"
        timeout 10 bash -c 'while [ -n "$(ip netns pids "$0")" ]; do :; done' "$namespace-$host" 2>/dev/null || true
        ip netns del "$namespace-$host" 2>/dev/null || true
    done
    # ip mounts the folder of namespaces on itself when it makes the first one.
    if [ -n "${first_namespace:-}" ] && [ -z "$(ls /run/netns)" ]; then
        umount /run/netns && rmdir /run/netns
    fi
}
