-- Shows Fairlead's load reports (IP protocol 253) in Wireshark and tshark, as docs/load-report.md describes them:
--
--     wireshark -X lua_script:tools/wireshark/fairlead.lua
--
-- Takes any bytes: no value is read before its length was checked against what is there. The HMAC is shown, not verified: there is no key here.

local MAGIC = 0x464C
local VERSION = 1
local VERSION_END = 3
local HEADER_LENGTH = 68
local FIELD_HEADER_LENGTH = 4
local HMAC_LENGTH = 16
local IP_PROTOCOL = 253
local IPV4_MAPPED = "00000000000000000000FFFF"

local MESSAGE_TYPES = {
    [1] = "REPORT",
    [2] = "OWNER_QUERY",
    [3] = "OWNER_ANSWER",
    [4] = "FLOW_QUERY",
    [5] = "FLOW_CLAIM",
    [6] = "STICKY_DELTA",
    [7] = "STICKY_SNAPSHOT",
    [8] = "STICKY_REQUEST",
    [9] = "GOODBYE",
    [10] = "HANDOVER",
    [11] = "DRAIN",
    [70] = "CONNECTIONS",
    [71] = "CONNECTIONS_REQUEST",
}

local ROLES = { [0] = "scanning only", [1] = "backup", [2] = "director" }
local VERDICTS = { [0] = "not healthy", [1] = "healthy" }
local HEALTH_REASONS = {
    [0] = "ok",
    [1] = "not probed yet",
    [2] = "refused",
    [3] = "timeout",
    [4] = "wrong answer",
    [5] = "nothing listens",
    [6] = "listens elsewhere",
    [7] = "not accepting",
    [8] = "no answer",
    [9] = "closed",
    [10] = "error as answer",
    [11] = "unreachable",
    [255] = "other",
}
local FAMILIES = { [4] = "IPv4", [6] = "IPv6" }
local STATES = { [0] = "initialize", [1] = "backup", [2] = "master" }
local IP_PROTOCOLS = { [1] = "ICMP", [6] = "TCP", [17] = "UDP", [58] = "ICMPv6" }

local fairlead = Proto("fairlead", "Fairlead load report")

local protoFields = {}

local function register(protoField)
    protoFields[#protoFields + 1] = protoField
    return protoField
end

-- A part is a value of fixed length: add(tree, range, seen) shows it and leaves its text in `seen`, which is what the Info column is made of. What
-- was not seen reads as a question mark there.

-- An unsigned number. Of the options, `names` says what values mean, `zero` what 0 means, and `text` writes a value for people.
local function number(bits, abbreviation, label, options)
    local names, zero, text = options and options.names, options and options.zero, options and options.text
    local field = register(ProtoField["uint" .. bits]("fairlead." .. abbreviation, label, base.DEC, names))
    return {
        length = bits / 8,
        add = function(tree, range, seen)
            local value = range:uint()
            local item = tree:add(field, range)
            local words = tostring(value)
            if names then
                words = names[value] or words
            elseif text then
                words = text(value)
                item:append_text(" (" .. words .. ")")
            elseif zero and value == 0 then
                item:append_text(" (" .. zero .. ")")
            end
            seen[abbreviation] = words
        end,
    }
end

local function number64(abbreviation, label, display)
    local field = register(ProtoField.uint64("fairlead." .. abbreviation, label, display))
    return {
        length = 8,
        add = function(tree, range, seen)
            tree:add(field, range)
            seen[abbreviation] = display == base.HEX and range:uint64():tohex() or tostring(range:uint64())
        end,
    }
end

local function hex32(abbreviation, label)
    local field = register(ProtoField.uint32("fairlead." .. abbreviation, label, base.HEX))
    return {
        length = 4,
        add = function(tree, range)
            tree:add(field, range)
        end,
    }
end

-- Eight flags, each { mask, abbreviation, label }.
local function flags8(abbreviation, ...)
    local field = register(ProtoField.uint8("fairlead." .. abbreviation, "Flags", base.HEX))
    local bits = {}
    for i, bit in ipairs({ ... }) do
        local name = abbreviation .. "." .. bit[2]
        bits[i] = { mask = bit[1], name = name, field = register(ProtoField.bool("fairlead." .. name, bit[3], 8, nil, bit[1])) }
    end
    return {
        length = 1,
        add = function(tree, range, seen)
            local item = tree:add(field, range)
            for _, bit in ipairs(bits) do
                item:add(bit.field, range)
                seen[bit.name] = range:uint() % (2 * bit.mask) >= bit.mask and "set" or "clear"
            end
        end,
    }
end

local function ipv4Field(abbreviation, label)
    return register(ProtoField.ipv4("fairlead." .. abbreviation, label))
end

local function ipv6Field(abbreviation, label)
    return register(ProtoField.ipv6("fairlead." .. abbreviation .. "_ipv6", label))
end

-- `zero` says what the address of zeros stands for.
local function addAddress(tree, field, range, address, seen, abbreviation, zero)
    local item = tree:add(field, range, address)
    local words = tostring(address)
    if zero and (words == "0.0.0.0" or words == "::") then
        words = zero
        item:append_text(" (" .. zero .. ")")
    end
    seen[abbreviation] = words
end

local function ipv4(field, abbreviation, zero)
    return {
        length = 4,
        add = function(tree, range, seen)
            addAddress(tree, field, range, range:ipv4(), seen, abbreviation, zero)
        end,
    }
end

local function ipv6(field, abbreviation)
    return {
        length = 16,
        add = function(tree, range, seen)
            addAddress(tree, field, range, range:ipv6(), seen, abbreviation)
        end,
    }
end

-- 128 bits that hold an address of either family, IPv4 in mapped form.
local function eitherAddress(abbreviation, label, zero)
    local field4 = ipv4Field(abbreviation, label)
    local field6 = ipv6Field(abbreviation, label)
    return {
        length = 16,
        add = function(tree, range, seen)
            if range(0, 12):bytes():tohex() == IPV4_MAPPED then
                addAddress(tree, field4, range, range(12, 4):ipv4(), seen, abbreviation, zero)
            else
                addAddress(tree, field6, range, range:ipv6(), seen, abbreviation, zero)
            end
        end,
    }
end

local function opaque(length, field)
    return {
        length = length,
        add = function(tree, range)
            tree:add(field, range)
        end,
    }
end

local reservedField = register(ProtoField.bytes("fairlead.reserved", "Reserved"))

local function reserved(length)
    return opaque(length, reservedField)
end

local function permille(value)
    return string.format("%d.%d %%", math.floor(value / 10), value % 10)
end

local fieldLengthField = register(ProtoField.uint16("fairlead.field.length", "Length", base.DEC))
local undecodedField = register(ProtoField.bytes("fairlead.undecoded", "Not decoded"))
local hmacField = register(ProtoField.bytes("fairlead.hmac", "HMAC (not verified)"))
local nameField = register(ProtoField.string("fairlead.name", "Node name", base.ASCII))

local client4 = ipv4Field("client", "Client")
local client6 = ipv6Field("client", "Client")
local destination4 = ipv4Field("destination", "Destination")
local destination6 = ipv6Field("destination", "Destination")

local HEADER = {
    opaque(2, register(ProtoField.uint16("fairlead.magic", "Magic", base.HEX))),
    number(8, "version", "Version"),
    number(8, "type", "Type", { names = MESSAGE_TYPES }),
    flags8("flags", { 0x01, "signed", "Signed" }),
    reserved(1),
    number(16, "length", "Length"),
    hex32("cluster", "Cluster id"),
    opaque(6, register(ProtoField.ether("fairlead.sender_mac", "Sender MAC"))),
    reserved(2),
    number64("boot", "Boot id", base.HEX),
    number64("sequence", "Sequence", base.DEC),
    eitherAddress("sender", "Sender"),
    eitherAddress("addressee", "Addressee", "all"),
}

local CLIENT = ipv4(client4, "client")
local CLIENT_IPV6 = ipv6(client6, "client")
local CLIENT_PORT = number(16, "client_port", "Client port")
local DESTINATION_PORT = number(16, "destination_port", "Destination port")
local PROTOCOL = number(8, "protocol", "IP protocol", { names = IP_PROTOCOLS })
local QUERY = number(32, "query", "Query id")
local CHUNK = number(32, "chunk", "Chunk")
local CHUNK_FLAGS = flags8("chunk_flags", { 0x01, "last", "Last" })
local EPOCH = number64("epoch", "Epoch", base.HEX)
local INDEX = number64("index", "Index", base.DEC)
local VRID = number(8, "vrid", "VRID")
local TARGET = ipv4(ipv4Field("target", "Target"), "target", "nobody")
local STICKS_TO = ipv4(ipv4Field("assigned_to", "Node"), "assigned_to", "forgotten")

local function assignmentText(seen)
    return seen.assigned_to == "forgotten" and seen.client .. " is forgotten" or seen.client .. " with " .. seen.assigned_to
end

local function endpoint(address, port)
    return address:find(":", 1, true) and "[" .. address .. "]:" .. port or address .. ":" .. port
end

-- What is in a field: parts, and then, if there are `entries`, a list of such parts to the end. `text` writes an entry of more than one part.
local FIELDS = {
    [1] = { name = "CHALLENGE", number64("challenge", "Nonce", base.HEX) },
    [2] = { name = "ECHO", number64("echo", "Nonce", base.HEX) },
    [16] = {
        name = "NODE",
        number(8, "role", "Role", { names = ROLES }),
        number(8, "priority", "VRRP priority"),
        flags8("node_flags", { 0x01, "scanning", "Scanning enabled" }, { 0x02, "draining", "Draining" }),
        reserved(1),
    },
    [17] = {
        name = "LOAD",
        number(16, "cpu", "Processor use in permille", { text = permille }),
        number(16, "memory", "Memory use in permille", { text = permille }),
        number(32, "connections", "Open connections"),
        number(32, "new_connections", "New connections per second"),
    },
    [18] = {
        name = "HEALTH",
        number(8, "verdict", "Verdict", { names = VERDICTS }),
        reserved(3),
        entries = {
            number(16, "redirect", "Original port"),
            number(8, "reason", "Reason", { names = HEALTH_REASONS }),
            reserved(1),
            text = function(seen)
                return "Port " .. seen.redirect .. ": " .. seen.reason
            end,
        },
    },
    [19] = { name = "VIRTUAL_ROUTERS", entries = { VRID } },
    [20] = {
        name = "CONFIGURATION_DIGEST",
        hex32("digest_virtual_routers", "Digest of virtual routers"),
        hex32("digest_redirects", "Digest of redirects"),
    },
    [21] = { name = "NODE_NAME", all = nameField },
    [22] = { name = "UPTIME", number64("uptime", "Uptime in milliseconds", base.DEC) },
    [23] = {
        name = "VIRTUAL_ROUTER_VIEWS",
        entries = {
            VRID,
            number(8, "family", "Family", { names = FAMILIES }),
            number(8, "state", "State", { names = STATES }),
            reserved(1),
            eitherAddress("master", "Master", "none heard"),
            text = function(seen)
                return "VRID " .. seen.vrid .. " " .. seen.family .. " " .. seen.state .. ", master " .. seen.master
            end,
        },
    },
    [24] = {
        name = "BALANCING",
        number(8, "weight", "Weight", { zero = "no new clients" }),
        reserved(3),
        hex32("digest_policy", "Digest of the policy"),
    },
    [25] = { name = "NODE_IPV6", ipv6(ipv6Field("node", "Management address"), "node") },
    [26] = {
        name = "LISTENERS",
        entries = {
            number(16, "listener_redirect", "Original port"),
            reserved(2),
            eitherAddress("listener", "Proxy listens at"),
            text = function(seen)
                return "Port " .. seen.listener_redirect .. ": proxy listens at " .. seen.listener
            end,
        },
    },
    [27] = { name = "MTU", number(32, "mtu", "MTU of the interface") },
    [80] = {
        name = "PROXY_LOAD",
        number(16, "proxy", "Proxy's own figure in permille", { text = permille }),
        reserved(2),
    },
    [32] = { name = "OWNER_QUERY", QUERY },
    [33] = { name = "OWNER_CHUNK", QUERY, CHUNK, CHUNK_FLAGS, reserved(3), entries = { CLIENT } },
    [34] = {
        name = "FLOW",
        CLIENT,
        ipv4(destination4, "destination"),
        CLIENT_PORT,
        DESTINATION_PORT,
        PROTOCOL,
        reserved(3),
    },
    [35] = { name = "STICKY_DELTA", EPOCH, INDEX, entries = { CLIENT, STICKS_TO, text = assignmentText } },
    [36] = {
        name = "STICKY_CHUNK",
        EPOCH,
        INDEX,
        CHUNK,
        CHUNK_FLAGS,
        reserved(3),
        entries = { CLIENT, STICKS_TO, text = assignmentText },
    },
    [37] = { name = "STICKY_REQUEST", EPOCH, INDEX },
    [38] = { name = "GOODBYE", flags8("goodbye_flags", { 0x01, "restarting", "Restarting" }), reserved(3) },
    [39] = {
        name = "HANDOVER",
        TARGET,
        flags8("handover_flags", { 0x01, "outrank", "Outrank everybody" }),
        reserved(3),
    },
    [40] = { name = "OWNER_IPV6", entries = { CLIENT_IPV6 } },
    [41] = {
        name = "FLOW_IPV6",
        CLIENT_IPV6,
        ipv6(destination6, "destination"),
        CLIENT_PORT,
        DESTINATION_PORT,
        PROTOCOL,
        reserved(3),
    },
    [42] = { name = "STICKY_IPV6", entries = { CLIENT_IPV6, STICKS_TO, text = assignmentText } },
    [50] = { name = "DRAIN", TARGET, flags8("drain_flags", { 0x01, "on", "Drained" }), reserved(3) },
    [60] = {
        name = "REPORT_PACE",
        number(32, "report_interval", "Report interval in milliseconds"),
        number(8, "missed_reports", "Reports that may be missed"),
        reserved(3),
    },
    [70] = {
        name = "CONNECTIONS",
        INDEX,
        flags8("snapshot_flags", { 0x01, "begins", "Begins a snapshot" }, { 0x02, "ends", "Ends a snapshot" }),
        reserved(3),
        entries = {
            eitherAddress("connection_client", "Client"),
            eitherAddress("connection_destination", "Destination"),
            CLIENT_PORT,
            DESTINATION_PORT,
            ipv4(ipv4Field("connection_node", "Node"), "connection_node"),
            hex32("client_tags", "VLAN tags"),
            opaque(6, register(ProtoField.ether("fairlead.client_mac", "Client MAC"))),
            flags8("connection_flags", { 0x01, "ended", "Ended" }),
            reserved(1),
            text = function(seen)
                return endpoint(seen.connection_client, seen.client_port)
                    .. " to "
                    .. endpoint(seen.connection_destination, seen.destination_port)
                    .. (seen["connection_flags.ended"] == "set" and " has ended" or " with " .. seen.connection_node)
            end,
        },
    },
    [71] = { name = "CONNECTIONS_REQUEST", INDEX },
}

local fieldTypeNames = {}
for code, layout in pairs(FIELDS) do
    fieldTypeNames[code] = layout.name
end
local fieldTypeField = register(ProtoField.uint16("fairlead.field.type", "Type", base.DEC, fieldTypeNames))

local function lengthOf(parts)
    local length = 0
    for _, part in ipairs(parts) do
        length = length + part.length
    end
    return length
end

local function clients(seen)
    local count = 0
    for _, clientsOfField in pairs(seen.clients) do
        count = count + clientsOfField
    end
    return count == 1 and "1 client" or count .. " clients"
end

local function flow(seen)
    return seen.protocol
        .. " "
        .. endpoint(seen.client, seen.client_port)
        .. " to "
        .. endpoint(seen.destination, seen.destination_port)
end

local function chunk(seen)
    return "chunk " .. seen.chunk .. (seen["chunk_flags.last"] == "set" and " (last)" or "") .. ", " .. clients(seen)
end

local function delta(seen)
    return "epoch " .. seen.epoch .. " index " .. seen.index
end

-- The Info column of each message type, of what was seen in its fields.
local INFOS = {
    REPORT = function(seen)
        return "Report " .. seen.name .. " " .. seen.role .. " prio " .. seen.priority .. ", cpu " .. seen.cpu .. ", " .. seen.connections
            .. " connections"
            .. (seen["node_flags.draining"] == "set" and ", draining" or "")
            .. (seen.verdict == "not healthy" and ", not healthy" or "")
    end,
    OWNER_QUERY = function(seen)
        return "Owner query " .. seen.query
    end,
    OWNER_ANSWER = function(seen)
        return "Owner answer to query " .. seen.query .. ", " .. chunk(seen)
    end,
    FLOW_QUERY = function(seen)
        return "Flow query " .. flow(seen)
    end,
    FLOW_CLAIM = function(seen)
        return "Flow claim " .. flow(seen)
    end,
    STICKY_DELTA = function(seen)
        return "Sticky delta " .. delta(seen) .. ", " .. clients(seen)
    end,
    STICKY_SNAPSHOT = function(seen)
        return "Sticky snapshot " .. delta(seen) .. ", " .. chunk(seen)
    end,
    STICKY_REQUEST = function(seen)
        return "Sticky request " .. delta(seen)
    end,
    GOODBYE = function(seen)
        return "Goodbye" .. (seen["goodbye_flags.restarting"] == "set" and ", restarting" or "")
    end,
    HANDOVER = function(seen)
        return "Handover to " .. seen.target .. (seen["handover_flags.outrank"] == "set" and ", outranking everybody" or "")
    end,
    DRAIN = function(seen)
        local drained = seen["drain_flags.on"]
        return "Drain " .. seen.target .. (drained == "set" and ": no new clients" or drained == "clear" and ": over" or "")
    end,
    CONNECTIONS = function(seen)
        return "Connections index " .. seen.index
            .. (seen["snapshot_flags.begins"] == "set" and ", begins a snapshot" or "")
            .. (seen["snapshot_flags.ends"] == "set" and ", ends a snapshot" or "")
    end,
    CONNECTIONS_REQUEST = function(seen)
        return "Connections request after index " .. seen.index
    end,
}

local truncated = ProtoExpert.new("fairlead.truncated", "Truncated", expert.group.MALFORMED, expert.severity.WARN)
local badLength = ProtoExpert.new("fairlead.bad_length", "Wrong length", expert.group.MALFORMED, expert.severity.WARN)
local unknownVersion = ProtoExpert.new("fairlead.unknown_version", "Unknown version", expert.group.UNDECODED, expert.severity.WARN)
local unknownType = ProtoExpert.new("fairlead.unknown_type", "Unknown message type", expert.group.UNDECODED, expert.severity.NOTE)
local unknownField = ProtoExpert.new("fairlead.unknown_field", "Unknown field", expert.group.UNDECODED, expert.severity.NOTE)
local unknownBytes = ProtoExpert.new("fairlead.unknown_bytes", "Unknown bytes behind a field", expert.group.UNDECODED, expert.severity.NOTE)

fairlead.fields = protoFields
fairlead.experts = { truncated, badLength, unknownVersion, unknownType, unknownField, unknownBytes }

local UNSEEN = {
    __index = function()
        return "?"
    end,
}

local function addUndecoded(tree, tvb, from, to)
    if from < to then
        tree:add(undecodedField, tvb(from, to - from))
    end
end

-- Shows parts as long as they are there. Returns where it stopped, and whether that is behind the last part.
local function addParts(parts, tvb, from, to, tree, seen)
    for _, part in ipairs(parts) do
        if from + part.length > to then
            return from, false
        end
        part.add(tree, tvb(from, part.length), seen)
        from = from + part.length
    end
    return from, true
end

-- Shows a list of entries. Returns where the last whole one ends, and how many there are.
local function addEntries(entries, tvb, from, to, tree, seen)
    local length = lengthOf(entries)
    local count = 0
    while from + length <= to do
        local branch = tree
        if entries.text then
            branch = tree:add(fairlead, tvb(from, length), "")
        end
        addParts(entries, tvb, from, to, branch, seen)
        if entries.text then
            branch:set_text(entries.text(seen))
        end
        from = from + length
        count = count + 1
    end
    return from, count
end

local function addValue(code, tvb, from, to, tree, seen)
    local layout = FIELDS[code]
    if not layout then
        tree:add_proto_expert_info(unknownField)
        addUndecoded(tree, tvb, from, to)
        return
    end
    if layout.all then
        if from < to then
            tree:add(layout.all, tvb(from, to - from))
            seen.name = tvb(from, to - from):string()
        else
            tree:add_proto_expert_info(truncated, layout.name .. " is empty")
        end
        return
    end
    local at, whole = addParts(layout, tvb, from, to, tree, seen)
    if not whole then
        tree:add_proto_expert_info(truncated, layout.name .. " is too short")
    elseif layout.entries then
        local count
        at, count = addEntries(layout.entries, tvb, at, to, tree, seen)
        if layout.entries[1] == CLIENT or layout.entries[1] == CLIENT_IPV6 then
            seen.clients[code] = count
        end
        if at < to then
            tree:add_proto_expert_info(truncated, layout.name .. " ends within an entry")
        end
    elseif at < to then
        tree:add_proto_expert_info(unknownBytes)
    end
    addUndecoded(tree, tvb, at, to)
end

-- Shows the field at `from`. Fields end at `to`, of which the bytes before `here` are there. Returns where the next field begins, at most `here`.
local function addField(tvb, from, to, here, tree, seen)
    local begin = from + FIELD_HEADER_LENGTH
    if begin > here then
        local item = tree:add(undecodedField, tvb(from, here - from))
        item:add_proto_expert_info(truncated, "Field ends within its type and length")
        return here
    end
    local code = tvb(from, 2):uint()
    local length = tvb(from + 2, 2):uint()
    local next = math.min(begin + length, here)
    local name = fieldTypeNames[code] or "Unknown field " .. code
    local item = tree:add(fairlead, tvb(from, next - from), name)
    item:append_text(", " .. length .. (length == 1 and " byte" or " bytes"))
    item:add(fieldTypeField, tvb(from, 2))
    item:add(fieldLengthField, tvb(from + 2, 2))
    if begin + length > to then
        item:add_proto_expert_info(truncated, name .. " runs " .. (begin + length - to) .. " bytes over the end of the fields")
    elseif begin + length > here then
        item:add_proto_expert_info(truncated, name .. " lacks " .. (begin + length - here) .. " bytes")
    end
    addValue(code, tvb, begin, next, item, seen)
    return next
end

-- Shows all fields and the HMAC of a message whose header is there.
local function addBody(tvb, tree, seen)
    local here = tvb:len()
    local length = tvb(6, 2):uint()
    local signed = seen["flags.signed"] == "set"
    local to = length - (signed and HMAC_LENGTH or 0)
    if length ~= tvb:reported_len() then
        tree:add_proto_expert_info(badLength, "Length is " .. length .. ", but the packet carries " .. tvb:reported_len() .. " bytes")
    elseif to < HEADER_LENGTH then
        tree:add_proto_expert_info(badLength, "Length is " .. length .. ", too short for header and HMAC")
    elseif here < length then
        tree:add_proto_expert_info(truncated, "The capture has " .. here .. " of " .. length .. " bytes")
    end
    local fieldsHere = math.min(to, here)
    local at = HEADER_LENGTH
    while at < fieldsHere do
        at = addField(tvb, at, to, fieldsHere, tree, seen)
    end
    if signed and to >= HEADER_LENGTH and length <= here then
        tree:add(hmacField, tvb(to, HMAC_LENGTH))
        at = length
    end
    addUndecoded(tree, tvb, at, here)
end

local function information(code, seen)
    local name = MESSAGE_TYPES[code]
    local text = name and INFOS[name](seen) or "Unknown message type " .. code
    if rawget(seen, "challenge") then
        text = text .. ", challenge"
    end
    if rawget(seen, "echo") then
        text = text .. ", echo"
    end
    return text
end

function fairlead.dissector(tvb, pinfo, root)
    -- The protocol number is for experiments of all kinds (RFC 3692): without the magic, it is somebody else's.
    if tvb:len() < 2 or tvb(0, 2):uint() ~= MAGIC then
        return 0
    end
    pinfo.cols.protocol:set("Fairlead")
    local tree = root:add(fairlead, tvb())
    local seen = setmetatable({ clients = {} }, UNSEEN)
    local version = tvb:len() >= VERSION_END and tvb(2, 1):uint() or VERSION
    if version ~= VERSION then
        addParts({ HEADER[1], HEADER[2] }, tvb, 0, VERSION_END, tree, seen)
        tree:add_proto_expert_info(unknownVersion)
        addUndecoded(tree, tvb, VERSION_END, tvb:len())
        pinfo.cols.info:set("Unknown version " .. version)
        return tvb:len()
    end
    local at, whole = addParts(HEADER, tvb, 0, tvb:len(), tree, seen)
    if not whole then
        tree:add_proto_expert_info(truncated, "Ends within the header")
        addUndecoded(tree, tvb, at, tvb:len())
        pinfo.cols.info:set("Truncated header")
        return tvb:len()
    end
    addBody(tvb, tree, seen)
    local code = tvb(3, 1):uint()
    if not MESSAGE_TYPES[code] then
        tree:add_proto_expert_info(unknownType)
    end
    local text = information(code, seen)
    tree:append_text(", " .. text)
    pinfo.cols.info:set(text)
    return tvb:len()
end

DissectorTable.get("ip.proto"):add(IP_PROTOCOL, fairlead)
