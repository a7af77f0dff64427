package dev.azulejo.nn.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of a configuration record in words.
 *
 * @param rows one for each setting, in the order of the components
 */
public record SettingTable(List<Row> rows) {
    /** Copies the rows. */
    public SettingTable {
        rows = List.copyOf(rows);
    }

    /**
     * A setting in words.
     *
     * @param key its name
     * @param defaults its default, as typed
     * @param range the values that make sense
     * @param help its meaning
     * @param kinds the kinds that have it, empty if it is no kind's
     */
    public record Row(String key, String defaults, String range, String help, List<String> kinds) {
        /** Copies the kinds. */
        public Row {
            kinds = List.copyOf(kinds);
        }
    }

    static SettingTable of(Class<?> record) {
        Map<String, Row> rows = new LinkedHashMap<>();
        list(record, List.of(), rows);
        return new SettingTable(List.copyOf(rows.values()));
    }

    private static void list(Class<?> record, List<String> kinds, Map<String, Row> rows) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = Components.key(component);
            Setting setting = component.getAnnotation(Setting.class);
            if (setting != null) {
                SettingType of = SettingType.of(component);
                List<String> all = new ArrayList<>(kinds);
                if (rows.containsKey(key)) {
                    all.addAll(0, rows.get(key).kinds());
                }
                String range = of.range(setting, component.getType());
                rows.put(key, new Row(key, setting.value(), range, setting.help(), all));
            } else if (component.getType().isRecord()) {
                list(component.getType(), kinds, rows);
            } else {
                Map<String, Class<?>> choices = Components.kinds(component);
                String help = choices.values().stream()
                        .map(Components::kind)
                        .map(kind -> kind.value() + ": " + kind.help())
                        .collect(Collectors.joining("; "));
                String first = choices.keySet().iterator().next();
                rows.put(key, new Row(key, first, String.join(", ", choices.keySet()), help, List.of()));
                choices.forEach((name, each) -> list(each, List.of(name), rows));
            }
        }
    }

    /**
     * The setting of a name.
     *
     * @param key the name
     * @return its row
     * @throws dev.azulejo.nn.message.UserException naming the nearest one if there is none
     */
    public Row row(String key) {
        return rows.stream()
                .filter(row -> row.key.equals(key))
                .findFirst()
                .orElseThrow(() -> Settings.unknown(
                        "setting", key, rows.stream().map(Row::key).toList()));
    }

    /** {@return the table in Markdown: a line for each setting, below two lines of head} */
    public String markdown() {
        long kinds = rows.stream().flatMap(row -> row.kinds.stream()).distinct().count();
        StringBuilder table = new StringBuilder("| key | default | values | meaning |\n| --- | --- | --- | --- |\n");
        for (Row row : rows) {
            boolean all = row.kinds.isEmpty() || row.kinds.size() == kinds;
            String only = all ? "" : String.join(", ", row.kinds) + " only: ";
            table.append("| `%s` | %s | %s | %s%s |\n".formatted(row.key, row.defaults, row.range, only, row.help));
        }
        return table.toString();
    }
}
