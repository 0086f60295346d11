package dev.hybridrouter.diagnostics;

import static org.slf4j.event.Level.DEBUG;
import static org.slf4j.event.Level.ERROR;
import static org.slf4j.event.Level.INFO;
import static org.slf4j.event.Level.WARN;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All that the library logs: the one place where lines are worded. A line reads {@code HR-101 What happened. What to do.},
 * whole without key-value pairs; its fields follow as such for logs that keep them. An event that begins something has one that
 * ends it.
 *
 * <p>{@code docs/log-events.md} is generated from this; a test keeps it so.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable, and a logger is its name
public enum LogEvent {
    // 0: the router
    /** A router was built. */
    ROUTER_STARTED(
            "HR-001",
            Area.ROUTER,
            INFO,
            "Router STARTED: version={version}, targets in order=[{targets}], budgets=[{budgets}], cache={cache},"
                    + " guards=[{guards}], kill rules=[{killRules}].",
            ""),
    /** A router was closed. */
    ROUTER_CLOSED(
            "HR-002",
            Area.ROUTER,
            INFO,
            "Router CLOSED after {duration}: {cancelled} requests were in progress and were cancelled.",
            "",
            ROUTER_STARTED),
    /** A router has targets on several paths. */
    TARGET_ORDER(
            "HR-003",
            Area.ROUTER,
            INFO,
            "Order of targets by the route matrix: {orders}.",
            "Change it with HybridRouterBuilder.routeMatrix(..)."),
    /** A routing policy was activated. */
    POLICY_ACTIVATED(
            "HR-004",
            Area.CONTROL,
            INFO,
            "Routing policy ACTIVATED: version={version}, by={by}, note={note}, changes={changes}.",
            "To return, call PolicyControl.rollBack(..) or swap(..)."),
    /** A router draws the same as others. */
    SEED_FIXED(
            "HR-005",
            Area.ROUTER,
            WARN,
            "Seed FIXED to {seed} under the system's clock: each router with it ranks and retries alike, here and in other"
                    + " processes.",
            "Leave HybridRouterBuilder.seed(..) out, or set another one for each instance."),

    // 1: targets
    /** A breaker opened. */
    BREAKER_OPENED(
            "HR-101",
            Area.TARGET,
            WARN,
            "Circuit breaker OPEN: target={target} ({where}), cause={cause}, request #{request}, next probe in {until}.",
            "Requests use other targets. Act only if this stays or no other target is left."),
    /** A breaker closed. */
    BREAKER_CLOSED(
            "HR-102",
            Area.TARGET,
            INFO,
            "Circuit breaker CLOSED: target={target} ({where}), open for {duration}, cause=probes were answered.",
            "No action is needed.",
            BREAKER_OPENED),
    /** A target refuses credentials, model or settings. */
    TARGET_MISCONFIGURED(
            "HR-103",
            Area.TARGET,
            WARN,
            "Target MISCONFIGURED: target={target} ({where}), cause={cause}, request #{request}, next call in {until}.",
            "To fix: {advice}. Requests use other targets meanwhile."),
    /** A target that refused or throttled answers again. */
    TARGET_CORRECTED(
            "HR-104",
            Area.TARGET,
            INFO,
            "Target CORRECTED: target={target} ({where}), misconfigured for {duration}, cause=a request was answered.",
            "No action is needed.",
            TARGET_MISCONFIGURED),
    /** A provider throttles a target. */
    TARGET_THROTTLED(
            "HR-105",
            Area.TARGET,
            WARN,
            "Target THROTTLED: target={target} ({where}), cause={cause}, request #{request}, for {until}.",
            "Requests prefer other targets. If it stays, raise the provider's quota or add targets."),
    /** A throttled target answers again. */
    TARGET_UNTHROTTLED(
            "HR-106",
            Area.TARGET,
            INFO,
            "Target no longer THROTTLED: target={target} ({where}), throttled for {duration}"
                    + " ({throttles} times), cause=a request was answered.",
            "No action is needed.",
            TARGET_THROTTLED),
    /** An adapter threw when a call was cancelled. */
    CANCEL_FAILED(
            "HR-107",
            Area.TARGET,
            WARN,
            "Adapter failed to cancel a call, which may go on and be billed: target={target}, request #{request},"
                    + " cause={cause}.",
            "Correct ProviderCall.cancel() of the adapter."),
    /** An adapter could not say at which tier it bills. */
    TIER_UNKNOWN(
            "HR-108",
            Area.TARGET,
            DEBUG,
            "Adapter failed to name its billing tier: target={target}, cause={cause}; planning has no price.",
            ""),
    /** Requests are refused further attempts. */
    ATTEMPT_BUDGET_EMPTY(
            "HR-109",
            Area.TARGET,
            WARN,
            "Attempt budget EMPTY: request #{request} and others make no retries and no fallbacks, cause=too many attempts"
                    + " failed, next extra attempt in {until} or with new requests.",
            "Find out why targets fail (HR-101, HR-105), or raise HybridRouterBuilder.attemptBudget(..)."),
    /** Further attempts are made again. */
    ATTEMPT_BUDGET_REFILLED(
            "HR-110",
            Area.TARGET,
            INFO,
            "Attempt budget REFILLED after {duration}: request #{request} makes an extra attempt,"
                    + " {refused} were refused meanwhile.",
            "No action is needed.",
            ATTEMPT_BUDGET_EMPTY),
    /** A provider counted tokens that cannot have been used. */
    USAGE_REJECTED(
            "HR-111",
            Area.TARGET,
            WARN,
            "Count of tokens REJECTED: target={target} (model {model}) reported {usage} for request #{request}, which cannot be"
                    + " true. It is not used; the money of the attempt stays pending ({more} more of this target since the last"
                    + " such line).",
            "Look at what the provider bills, and reconcile the ledger's line."),
    /** A Bedrock client retries by itself. */
    SDK_RETRIES_ON(
            "HR-151",
            Area.BEDROCK,
            WARN,
            "Bedrock clients retry on their own: regions={regions}. Calls cost more attempts than the router allows, and"
                    + " failed streams may repeat text.",
            "Build them with overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))."),
    /** Loggers of other libraries print content. */
    CONTENT_LOGGED(
            "HR-152",
            Area.BEDROCK,
            WARN,
            "Loggers {loggers} are at DEBUG: they print prompts, answers, or session tokens of all calls of adapter"
                    + " {adapter}.",
            "Set them to INFO or higher."),
    /** Bedrock reported an error that the adapter does not know. */
    BEDROCK_ERROR_UNKNOWN(
            "HR-153",
            Area.BEDROCK,
            DEBUG,
            "Bedrock reported an unknown error: code={error}, HTTP status={status}; it counts as OTHER.",
            ""),
    /** What reads an adapter's stream threw. */
    BEDROCK_SUBSCRIBER_FAILED(
            "HR-154",
            Area.BEDROCK,
            WARN,
            "Subscriber of a Bedrock stream failed and its call was cancelled: cause={cause}.",
            "Correct the subscriber: it must not throw."),
    /** It is not certain where a Bedrock client calls. */
    CLIENT_PLACE_DOUBTED(
            "HR-155",
            Area.BEDROCK,
            WARN,
            "Calls of the Bedrock client of {region} {why}. Requests with a residency requirement do not use it.",
            "To send calls there on purpose, set BedrockAdapter.builder().endpoint(..)."),
    /** The SDK does not know a region. */
    REGION_UNLISTED(
            "HR-156",
            Area.BEDROCK,
            WARN,
            "Region {region} of a Bedrock client is not in the list of the AWS SDK.",
            "If it is not newer than the SDK, correct its name."),
    /** An MCP server's tools changed. */
    MCP_TOOLS_CHANGED(
            "HR-171",
            Area.MCP,
            WARN,
            "MCP tools CHANGED: {misfit}. Calls of this tool fail until the server changes it back"
                    + " ({more} more such changes since the last such line).",
            "Adapt McpTool or the server."),
    /** The handler of a server's standard error threw. */
    MCP_DIAGNOSTICS_FAILED(
            "HR-172",
            Area.MCP,
            WARN,
            "Handler of the standard error of an MCP server failed: server={server}, cause={cause}. Later lines are passed"
                    + " on, later failures are not logged.",
            "Correct the handler: it must not throw."),
    /** What reads an MCP stream threw. */
    MCP_SUBSCRIBER_FAILED(
            "HR-173",
            Area.MCP,
            WARN,
            "Subscriber of an MCP stream failed and its call was cancelled: cause={cause}.",
            "Correct the subscriber: it must not throw."),

    // 2: control
    /** The kill switch was engaged. */
    KILL_ENGAGED(
            "HR-201",
            Area.CONTROL,
            WARN,
            "Kill switch ENGAGED: scope={scope}, cause={cause}, by={by}, note={note}, since={since}.",
            "It stays until KillSwitch.reopen(..) lifts it."),
    /** The kill switch lets a share pass. */
    KILL_STAGED(
            "HR-202",
            Area.CONTROL,
            WARN,
            "Kill switch STAGED: scope={scope} passes {percent} %, cause={cause}, by={by}, note={note},"
                    + " engaged for {duration}.",
            "Call KillSwitch.reopen(..) with 100 to lift it."),
    /** The kill switch lets all pass. */
    KILL_LIFTED(
            "HR-203",
            Area.CONTROL,
            INFO,
            "Kill switch LIFTED: scope={scope}, cause={cause}, by={by}, note={note}, engaged for {duration}.",
            "No action is needed.",
            KILL_ENGAGED),
    /** The kill switch was engaged in a scope that has nothing. */
    KILL_IN_VAIN(
            "HR-204",
            Area.CONTROL,
            WARN,
            "Kill switch engaged IN VAIN: scope={scope} matches nothing of this router, by={by}, note={note},"
                    + " since={since}. Known: {known}.",
            "Check the name and engage again; KillSwitch.reopen(..) removes this one."),
    /** Calls on their way did not reach the adapter in time. */
    KILL_NOT_PASSED(
            "HR-205",
            Area.CONTROL,
            WARN,
            "Kill switch engaged, but calls were still on their way to an adapter after {duration}: scope={scope}, by={by}."
                    + " They may still be sent.",
            "Engage again until it returns true, and look for an adapter that blocks."),
    /** A new router took over what was engaged. */
    KILL_RESTORED(
            "HR-206",
            Area.CONTROL,
            WARN,
            "Kill switch RESTORED from its store: scope={scope} passes {percent} %, cause={cause}, by={by}, note={note},"
                    + " since={since}.",
            "It stays until KillSwitch.reopen(..) lifts it."),
    /** The state of the kill switch cannot be saved. */
    KILL_STATE_UNSAVED(
            "HR-207",
            Area.CONTROL,
            ERROR,
            "Kill switch could not be SAVED: scope={scope}, cause={cause}. This router keeps to it; one built later would not.",
            "Repair the store and repeat the order; each later change tries again."),
    /** The state of the kill switch is saved again. */
    KILL_STATE_SAVED(
            "HR-208",
            Area.CONTROL,
            INFO,
            "Kill switch SAVED again after {duration}: all that is engaged is in the store, the last scope={scope}.",
            "No action is needed.",
            KILL_STATE_UNSAVED),
    /** A target handles data more widely than before. */
    HANDLING_WIDER(
            "HR-209",
            Area.CONTROL,
            WARN,
            "Handling WIDER: target={target} handles data more widely than was vouched for, by={by}, note={note}; now {now},"
                    + " found {found}. What is wider is unknown until somebody vouches for it.",
            "Check it, then call PolicyControl.vouchForHandling(..)."),
    /** What is known of a target was renewed. */
    HANDLING_RENEWED(
            "HR-210",
            Area.CONTROL,
            INFO,
            "Handling RENEWED: target={target}, by={by}, note={note}; now {now}, found {found}.",
            "No action is needed."),

    // 3: guards
    /** A guard failed. */
    GUARD_FAILED(
            "HR-301",
            Area.GUARD,
            WARN,
            "Guard FAILED and denies: guard={guard}, direction={direction}, cause={cause}, request #{request}.",
            "Correct the guard, or what it asks. What it cannot inspect is refused until it works."),
    /** A guard that failed works. */
    GUARD_RECOVERED(
            "HR-302",
            Area.GUARD,
            INFO,
            "Guard RECOVERED: guard={guard}, failing for {duration} ({failures} failures),"
                    + " request #{request} was inspected.",
            "No action is needed.",
            GUARD_FAILED),

    // 4: money
    /** The ledger failed. */
    LEDGER_FAILED(
            "HR-401",
            Area.BUDGET,
            ERROR,
            "Ledger FAILED: cause={cause}, request #{request}. Hard budgets refuse all calls until it works.",
            "Make the ledger work again; each request tries it."),
    /** The ledger works again. */
    LEDGER_RECOVERED(
            "HR-402",
            Area.BUDGET,
            INFO,
            "Ledger RECOVERED after {duration}: request #{request} could reserve; {failed} operations failed meanwhile.",
            "No action is needed.",
            LEDGER_FAILED),
    /** A budget reached a threshold. */
    BUDGET_THRESHOLD(
            "HR-403",
            Area.BUDGET,
            WARN,
            "Budget threshold REACHED: budget={budget}, {percent} % of {limit}, committed={committed}, request #{request},"
                    + " window ends {until} ({more} more accounts since the last such line).",
            "Requests are refused or degraded at the limit. Raise the budget or spend less."),
    /** A budget is below its thresholds again. */
    BUDGET_RELIEVED(
            "HR-404",
            Area.BUDGET,
            INFO,
            "Budget below its thresholds again: budget={budget}, request #{request}, cause=a new window or given-back money,"
                    + " reached for {duration}.",
            "No action is needed.",
            BUDGET_THRESHOLD),
    /** A call cost more than was held for it. */
    BUDGET_OVERRUN(
            "HR-405",
            Area.BUDGET,
            WARN,
            "Budget OVERRUN: budget={budget}, request #{request} cost {excess} more than its worst case; settled={settled},"
                    + " limit={limit}, window ends {until} ({more} more times since the last such line).",
            "The true cost is settled. Compare the provider's answer with the target's prices and maxTokens."),
    /** What an account has settled was corrected. */
    BUDGET_CORRECTED(
            "HR-406",
            Area.BUDGET,
            INFO,
            "Budget CORRECTED: budget={budget}, amount={amount}, cause={cause}, by={by}, in one account.",
            "No action is needed."),
    /** A side call told a cost that cannot be. */
    SIDE_COST_REJECTED(
            "HR-407",
            Area.BUDGET,
            WARN,
            "Cost of a side call REJECTED: request #{request}, it reported {reported} where at most {expected} was expected."
                    + " The expected cost stays pending as line {line}.",
            "Reconcile the line, or correct what the side call reports."),
    /** The journal cannot be written. */
    JOURNAL_FAILED(
            "HR-451",
            Area.JOURNAL,
            ERROR,
            "Journal of the ledger cannot be WRITTEN: path={path}, cause={cause}. Nothing is reserved until it can.",
            "Free disk space or correct permissions; the journal tries again on its own."),
    /** The journal can be written. */
    JOURNAL_RECOVERED(
            "HR-452",
            Area.JOURNAL,
            INFO,
            "Journal of the ledger can be WRITTEN again: path={path}, after {duration}.",
            "No action is needed.",
            JOURNAL_FAILED),
    /** The journal belongs to somebody else. */
    JOURNAL_LOST(
            "HR-453",
            Area.JOURNAL,
            ERROR,
            "Journal of the ledger LOST: path={path}, cause={cause}. Nothing is reserved any more.",
            "Find out who removed or took it, then build a new router over the directory."),
    /** The clock is behind the journal. */
    JOURNAL_CLOCK_BEHIND(
            "HR-454",
            Area.JOURNAL,
            WARN,
            "Clock is BEHIND the journal of the ledger: path={path}, by {duration}. Windows that had begun go on until the"
                    + " clock has caught up.",
            "Check the machine's time."),
    /** The journal ended in a torn record. */
    JOURNAL_TORN(
            "HR-455",
            Area.JOURNAL,
            WARN,
            "Journal of the ledger ended in the middle of a record, as after a crash: path={path}; its last {bytes} bytes"
                    + " were left out.",
            "No action is needed: what was in it was never confirmed."),

    // 5: audit log and files
    /** The audit log cannot be written. */
    AUDIT_FAILED(
            "HR-501",
            Area.AUDIT,
            ERROR,
            "Audit log cannot be WRITTEN: path={path}, cause={cause}. Records wait; when no more may wait, Overflow decides.",
            "Free disk space or correct permissions; the log tries again on its own."),
    /** The audit log can be written. */
    AUDIT_RECOVERED(
            "HR-502",
            Area.AUDIT,
            INFO,
            "Audit log can be WRITTEN again: path={path}, after {duration}.",
            "No action is needed.",
            AUDIT_FAILED),
    /** The audit log ended. */
    AUDIT_ENDED(
            "HR-503",
            Area.AUDIT,
            ERROR,
            "Audit log ENDED: path={path}, cause={cause}. Nothing is recorded any more.",
            "Restart the process, and report this with its stack trace: it is a bug."),
    /** The audit log was closed without a clean end. */
    AUDIT_CLOSE_FAILED(
            "HR-504",
            Area.AUDIT,
            ERROR,
            "Audit log could not be closed properly: path={path}, cause={cause}. The verifier reports that it has no clean"
                    + " end, and no count of lost records.",
            "Look at the disk; open the log again to continue it."),
    /** Records were lost when the audit log was closed. */
    AUDIT_LOST_AT_CLOSE(
            "HR-505",
            Area.AUDIT,
            ERROR,
            "Audit log was closed before {records} records were written: path={path}; {told}.",
            "Give close more time, or look at the disk (HR-501)."),
    /** Records that were written are gone. */
    AUDIT_RECORDS_GONE(
            "HR-506",
            Area.AUDIT,
            ERROR,
            "Records of the audit log are GONE: path={path}, {records} records that were written.",
            "Find out who changed the files. The log records the loss."),
    /** A record could not be put into words. */
    AUDIT_RECORD_FAILED(
            "HR-507",
            Area.AUDIT,
            ERROR,
            "Record of the audit log could not be written and counts as lost: path={path}, cause={cause}.",
            "Report this with its stack trace: it is a bug."),
    /** A torn record was found. */
    AUDIT_TORN(
            "HR-508",
            Area.AUDIT,
            WARN,
            "Audit log ended in the middle of a record, as after a crash: path={path}, {bytes} bytes. It goes on behind it.",
            "No action is needed; the verifier reports it."),
    /** A checkpoint was not taken. */
    CHECKPOINT_FAILED(
            "HR-509",
            Area.AUDIT,
            ERROR,
            "Checkpoint of the audit log was not taken: cause={cause}. The next one is due in {until}.",
            "Correct what takes checkpoints."),
    /** The clock jumped. */
    AUDIT_CLOCK_JUMPED(
            "HR-510",
            Area.AUDIT,
            WARN,
            "Clock JUMPED by {jump}: path={path}. No old file of the audit log is removed for {until}.",
            "Check the machine's time."),
    /** An old file could not be removed. */
    AUDIT_FILE_KEPT(
            "HR-511",
            Area.AUDIT,
            WARN,
            "Old file of the audit log could not be removed: path={path}, file={file}, cause={cause}, next try in {until}.",
            "Correct permissions of the directory."),
    /** Something about the lock or the files of a log on disk. */
    FILE_NOTE("HR-590", Area.FILES, DEBUG, "File of a log: path={path}, note={note}, cause={cause}.", ""),

    // 6: quotas, cache, calls that are no attempts
    /** The local model of a quota admits less than the quota. */
    QUOTA_MODEL_CUT(
            "HR-601",
            Area.QUOTA,
            WARN,
            "Quota model CUT: quota={quota}, cause=the provider throttled target={target} where the model saw room,"
                    + " request #{request}, admits {percent} % from now on and nothing for {until}.",
            "Others draw on the quota, or it is smaller than configured. Check Quotas.bucket(..)."),
    /** The local model of a quota admits the whole quota. */
    QUOTA_MODEL_WHOLE(
            "HR-602",
            Area.QUOTA,
            INFO,
            "Quota model WHOLE again: quota={quota}, cut for {duration}, cause=no throttle since.",
            "No action is needed.",
            QUOTA_MODEL_CUT),
    /** The second level of the cache failed. */
    SECOND_LEVEL_FAILED(
            "HR-611",
            Area.CACHE,
            WARN,
            "Second level of the cache FAILED: cause={cause}. Requests go on without it; later failures are counted in"
                    + " hybridrouter.cache.second and not logged until it works.",
            "Look at the store behind SharedCache."),
    /** The second level of the cache works. */
    SECOND_LEVEL_RECOVERED(
            "HR-612",
            Area.CACHE,
            INFO,
            "Second level of the cache RECOVERED after {duration} ({failures} failures).",
            "No action is needed.",
            SECOND_LEVEL_FAILED),
    /** An embedder failed. */
    EMBEDDER_FAILED(
            "HR-613", Area.CACHE, DEBUG, "Embedder failed: cause={cause}; no similar answer is looked for.", ""),
    /** A comparison of answers failed. */
    COMPARISON_FAILED(
            "HR-614", Area.CACHE, DEBUG, "Comparison of answers failed: cause={cause}; it counts for nothing.", ""),
    /** An embedder cannot say how it handles data. */
    EMBEDDER_SILENT(
            "HR-615", Area.CACHE, DEBUG, "Embedder does not state its handling, which is unknown: cause={cause}.", ""),
    /** A side call was refused. */
    SIDE_CALL_REFUSED(
            "HR-621",
            Area.REQUEST,
            DEBUG,
            "Side call refused: {kind} {name}, request #{request}, reason={reason}, after {duration}.",
            ""),
    /** A call could not be cancelled. */
    SIDE_CANCEL_FAILED("HR-622", Area.REQUEST, DEBUG, "Side call could not be cancelled: cause={cause}.", ""),
    /** A place could not erase. */
    ERASING_FAILED(
            "HR-631",
            Area.REQUEST,
            WARN,
            "Erasing FAILED: place={place}, cause={cause}. What it holds of the subject is unknown; the receipt says so.",
            "Call HybridRouter.forget(..) again."),

    // 7: code that you passed in
    /** A listener threw. */
    LISTENER_FAILED(
            "HR-701",
            Area.CALLBACK,
            WARN,
            "Listener failed: listener={listener}, event={event}, cause={cause}. Requests go on; later failures are counted"
                    + " in hybridrouter.listener.failures and not logged.",
            "Correct the listener: it must not throw."),
    /** A ranker failed. */
    RANKER_FAILED(
            "HR-702",
            Area.CALLBACK,
            WARN,
            "Ranker failed: ranker={ranker}, request #{request}, it {cause}. The router keeps the order of the strategies;"
                    + " later failures are not logged.",
            "Correct the ranker."),
    /** A stream's subscriber threw. */
    SUBSCRIBER_FAILED(
            "HR-703",
            Area.CALLBACK,
            WARN,
            "Subscriber failed and its stream was cancelled: request #{request}, cause={cause}.",
            "Correct the subscriber: it must not throw."),
    /** The scheduler threw. */
    SCHEDULER_FAILED(
            "HR-704",
            Area.CALLBACK,
            WARN,
            "Scheduler failed: scheduler={scheduler}, cause={cause}. Calls that need a time limit or a pause end as"
                    + " cancelled; later failures are not logged.",
            "Check that its executor is not shut down before the router is closed."),
    /** A strategy threw. */
    STRATEGY_FAILED(
            "HR-705",
            Area.CALLBACK,
            DEBUG,
            "Strategy failed: strategy={strategy}, request #{request}, cause={cause}; it counts as a tie.",
            ""),
    /** A constraint threw. */
    CONSTRAINT_FAILED(
            "HR-706",
            Area.CALLBACK,
            DEBUG,
            "Constraint failed: target={target}, request #{request}, cause={cause}; the target is rejected.",
            ""),
    /** A context carrier threw. */
    CONTEXT_FAILED(
            "HR-707",
            Area.CALLBACK,
            DEBUG,
            "Context carrier failed: cause={cause}; the request goes on without the caller's context.",
            ""),
    /** A method that must not block did. */
    RETURNED_LATE(
            "HR-708",
            Area.CALLBACK,
            WARN,
            "The {source} BLOCKED: it returned after {took}, and {allowed} are allowed. Requests wait for it meanwhile; later ones"
                    + " of it are not logged.",
            "Let it do what takes long on threads of its own."),

    // 8: requests
    /** A request ended. */
    REQUEST_ENDED(
            "HR-801",
            Area.REQUEST,
            DEBUG,
            "Request ended: request #{request}, operation={operation}, outcome={outcome}, attempts={attempts},"
                    + " elapsed={elapsed}.",
            ""),
    /** An attempt failed. */
    ATTEMPT_FAILED(
            "HR-802",
            Area.REQUEST,
            DEBUG,
            "Attempt failed: request #{request}, target={target} (model {model} in {region}), kind={kind}, duration={duration},"
                    + " failure={failure}.",
            ""),
    /** An attempt was refused. */
    ATTEMPT_REFUSED(
            "HR-803",
            Area.REQUEST,
            DEBUG,
            "Attempt refused: request #{request}, target={target} (model {model}), reasons={reasons}.",
            ""),

    // 9: bugs
    /** A request failed unexpectedly. */
    REQUEST_BROKEN(
            "HR-901",
            Area.BUG,
            ERROR,
            "Request failed unexpectedly: request #{request}, cause={cause}; its caller gets an IllegalStateException.",
            Actions.REPORT),
    /** A request could not be ended. */
    END_BROKEN(
            "HR-902",
            Area.BUG,
            ERROR,
            "Request could not be ended: cause={cause}; its caller may wait.",
            Actions.REPORT),
    /** A hold could not be given back. */
    HOLD_BROKEN(
            "HR-903",
            Area.BUG,
            ERROR,
            "Hold of an attempt could not be released: hold={hold}, cause={cause}; the others were.",
            Actions.REPORT),
    /** Something in progress could not be cancelled. */
    CANCEL_BROKEN(
            "HR-904",
            Area.BUG,
            ERROR,
            "Cancelling failed unexpectedly: {what}, request #{request}, cause={cause}; the others were cancelled.",
            Actions.REPORT),
    /** A part of the waiting room broke. */
    WAITING_BROKEN(
            "HR-905", Area.BUG, ERROR, "Waiting room failed unexpectedly: cause={cause}; {effect}.", Actions.REPORT),
    /** A part could not tell its status. */
    STATUS_BROKEN(
            "HR-906",
            Area.BUG,
            WARN,
            "Status of a part of the router could not be read: cause={cause}; it is shown as UNKNOWN.",
            Actions.REPORT);

    private final String code;
    private final Area area;
    private final Level level;
    private final String text;
    private final String action;
    private final @Nullable LogEvent ends;
    private final List<String> fields;
    private final String pattern;
    private final Logger logger;

    LogEvent(String code, Area area, Level level, String text, String action) {
        this(code, area, level, text, action, null);
    }

    LogEvent(String code, Area area, Level level, String text, String action, @Nullable LogEvent ends) {
        this.code = code;
        this.area = area;
        this.level = level;
        this.text = text;
        this.action = action;
        this.ends = ends;
        Matcher found = Pattern.compile("\\{(\\w+)}").matcher(message());
        this.fields = found.results().map(match -> match.group(1)).toList();
        this.pattern = found.replaceAll("{}");
        this.logger = LoggerFactory.getLogger(area.logger());
    }

    /** What is to be done in several cases. */
    private static final class Actions {
        static final String REPORT = "Report this with its stack trace: it is a bug of the router.";
    }

    /** What lines are about; each area has a logger. */
    public enum Area {
        /** The router's life. */
        ROUTER("router"),
        /** Health of targets and attempts. */
        TARGET("target"),
        /** The Bedrock adapter. */
        BEDROCK("bedrock"),
        /** The MCP adapter. */
        MCP("mcp"),
        /** Kill switch and policies. */
        CONTROL("control"),
        /** Guards. */
        GUARD("guard"),
        /** Budgets and their ledger. */
        BUDGET("budget"),
        /** The ledger on disk. */
        JOURNAL("journal"),
        /** The audit log. */
        AUDIT("audit"),
        /** Locks and files of journal and audit log. */
        FILES("files"),
        /** Quotas. */
        QUOTA("quota"),
        /** The cache. */
        CACHE("cache"),
        /** Code that you passed to the router. */
        CALLBACK("callback"),
        /** Single requests. */
        REQUEST("request"),
        /** What should not happen. */
        BUG("bug");

        private final String logger;

        Area(String name) {
            this.logger = "dev.hybridrouter." + name;
        }

        /** Returns the name of its logger. */
        public String logger() {
            return logger;
        }
    }

    /** Returns the code that begins the line and never changes, such as {@code HR-101}. */
    public String code() {
        return code;
    }

    /** Returns the area, which names the logger. */
    public Area area() {
        return area;
    }

    /** Returns the level. */
    public Level level() {
        return level;
    }

    /** Returns what happened, with fields in braces. */
    public String text() {
        return text;
    }

    /** Returns what to do, with fields in braces; empty where a line is for diagnosis only. */
    public String action() {
        return action;
    }

    /** Returns the event that this one ends; null if it ends none. */
    public @Nullable LogEvent ends() {
        return ends;
    }

    /** Returns the names of the fields, in the order of the text. */
    public List<String> fields() {
        return fields;
    }

    /** Whether anybody reads it; for lines on the way of each request. */
    public boolean isOn() {
        return logger.isEnabledForLevel(level);
    }

    /** Begins a line. */
    public LogLine line() {
        return LogLine.of(this, logger);
    }

    /** Code, text and action, with fields in braces. */
    String message() {
        return (code + " " + text + " " + action).strip();
    }

    /** As {@link #message()}, in the form of SLF4J. */
    String pattern() {
        return pattern;
    }

    Logger logger() {
        return logger;
    }
}
