namespace BatchProcessing.Benchmarks.Load;

/// <summary>
/// The sentences of the load corpus: patterns whose slots ({n} noun, {a} adjective, {v} verb, {p} place, {t} time,
/// {w} name, {d} number, {r} rare word) are filled with words of the same language.
/// </summary>
internal sealed record Phrases(
    string[] Patterns, string[] Nouns, string[] Adjectives, string[] Verbs, string[] Places, string[] Times)
{
    /// <summary>First names and brands, the same in both languages.</summary>
    public static readonly string[] Names = Words(
        "Anna Marcus Priya José Lucía Ahmed Chen Olga Pierre Zoë Jörg Fatima Diego Emily Noah Sofía Liam Mia Ravi Ingrid " +
        "Acme Globex Initech Umbra Vandelay Northwind Contoso Fabrikam Hooli Stark Wayne Oceanic Duff Cyberdyne Tyrell");

    /// <summary>Emoji that end some comments.</summary>
    public static readonly string[] Emoji = Words("🙂 😡 🎉 👍 ❤️ 😢 🚀 🤷 😂 🙏 ✈️ 📦");

    /// <summary>English.</summary>
    public static readonly Phrases English = new(
        [
            "the {n} {v} {t} and the {n} was {a}", "I {v} the {n} at {p} but it is still {a}", "my {n} has been {a} since {t}",
            "{w} from the {n} team {v} it {t}", "why is the {n} so {a}?", "can you tell me when the {n} will be {a}?",
            "I paid {d} dollars for a {n} that {v} after {d} days", "order {d} came with a {a} {n} and no {n}",
            "thank you for the {a} {n}, it {v} perfectly", "this is the most {a} {n} I have ever had",
            "nobody at {p} could explain why my {n} {v}", "we waited {d} minutes at {p} for a {a} {n}",
            "please cancel the {n} and send the {n} back to {p}", "the new {n} is {a}, much better than the {n} before",
            "according to the {n}, the {n} must be {a} before {t}", "{w} said it was {a}, and then the {n} {v} again",
            "how do I change the {n} of my {n}?", "it {v} {t}, then it {v} at {p}, and now it is {a}",
            "every {n} in the {n} looked {a} and {a}", "our {n} to {p} was {a}, even with the {a} {n}",
            "the {r} {n} was {a} and the {r} one simply {v}", "version {d} of the {n} {v} on my {n}",
            "I would not recommend this {n} to anyone at {p}", "everything about {p} is {a}: the {n}, the {n}, the {n}",
            "the {n} on page {d} says {a}, the {n} says {a}", "not {a}, not {a}, just a {n}", "{w} {v} my {n} without asking",
            "does the {n} include a {a} {n} or only the {n}?", "my reference is {r}-{d}, the {n} {v} {t}",
            "I am {a} with how the {n} {v}", "you should know that {p} has no {a} {n}", "after {d} calls the {n} finally {v}",
        ],
        Words(
            "account card refund order delivery parcel flight ticket hotel room app update password invoice payment charge fee " +
            "balance transfer loan policy claim form letter email call agent manager driver courier store shop website page " +
            "button screen phone laptop printer router cable battery charger keyboard camera speaker headset monitor jacket " +
            "shoe dress shirt size colour fabric zipper sofa table lamp fridge kettle oven mattress book film song concert " +
            "seat crew luggage suitcase gate train bus taxi car engine tyre bridge road city council law bill court minister " +
            "vote tax budget committee report study team match season coach goal player score doctor nurse clinic medicine " +
            "test result garden kitchen dinner breakfast coffee soup pizza sauce waiter menu school teacher course exam " +
            "lesson project contract price discount coupon subscription plan offer warranty repair box label receipt address " +
            "date number code link error message photo video file folder server network signal software market company share"),
        Words(
            "slow fast broken late early wrong right cheap expensive friendly rude helpful useless clean dirty cold warm " +
            "perfect terrible great awful lovely fine ordinary missing damaged new old blue black heavy light loud quiet " +
            "confusing clear simple complicated fair unfair polite honest empty full open closed safe dangerous happy angry " +
            "disappointed satisfied surprised excellent mediocre amazing horrible delicious stale fresh comfortable noisy"),
        Words(
            "arrived failed worked stopped crashed disappeared changed broke returned ordered cancelled booked charged " +
            "refunded ignored answered promised delivered lost found fixed repaired replaced opened closed started ended " +
            "improved declined approved rejected shipped leaked froze restarted vanished helped waited called wrote"),
        Words(
            "Boston Lisbon Leeds Toronto Madrid Chicago Dublin Austin Berlin Osaka Nairobi Denver | the airport | the front desk | " +
            "the warehouse | the branch | the old town | the support centre | the second floor | your office | the checkout"),
        Words(
            "yesterday today twice again | last week | on Monday | on Friday | this morning | in March | two days ago | at midnight | " +
            "before noon | the next day | without warning | after the update | during the holidays | at the last minute"));

    /// <summary>Spanish.</summary>
    public static readonly Phrases Spanish = new(
        [
            "el {n} {v} {t} y el {n} estaba {a}", "llevo {d} días esperando el {n} y sigue {a}", "¿por qué el {n} es tan {a}?",
            "{w} me dijo que el {n} {v} {t}", "gracias por el {n}, ha sido {a}", "mi {n} número {d} {v} en {p}",
            "pagué {d} euros por un {n} {a}", "no entiendo cómo el {n} {v} otra vez", "¿cuándo llegará el {n} a {p}?",
            "según el {n}, el {n} debe estar {a} {t}", "el {n} de {p} es {a} y el de {p} también", "quiero cambiar el {n} por otro {n}",
            "nadie en {p} supo decirme si el {n} era {a}", "el {n} {r} resultó {a}", "todo {a}: el {n}, el {n} y hasta el {n}",
            "el señor {w} {v} mi {n} sin avisar", "ni {a} ni {a}, un {n} normal", "volveré a {p} solo por el {n}",
        ],
        Words(
            "pedido paquete recibo pago cargo saldo préstamo cajero código mensaje correo vuelo billete hotel cuarto asiento " +
            "equipaje tren autobús taxi coche camino producto abrigo vestido zapato tamaño color sofá horno libro disco concierto " +
            "teléfono teclado cable programa archivo enlace botón servidor técnico repartidor camarero médico profesor curso " +
            "examen contrato precio descuento reembolso plazo formulario trámite impuesto decreto congreso ayuntamiento niño"),
        Words(
            "lento rápido roto tardío correcto barato caro amable inútil limpio sucio frío perfecto terrible estupendo horrible " +
            "precioso normal nuevo viejo pesado ligero ruidoso tranquilo confuso claro sencillo justo vacío lleno abierto cerrado"),
        Words(
            "llegó falló funcionó desapareció cambió volvió empezó terminó mejoró respondió prometió perdió encontró arregló " +
            "canceló cobró devolvió rechazó aceptó envió congeló ignoró ayudó esperó"),
        Words("Madrid Bogotá Sevilla Valencia Rosario Lima | la tienda | el aeropuerto | la sucursal | el almacén | la oficina"),
        Words("ayer hoy mañana | el lunes | esta semana | de madrugada | a última hora | hace dos días | sin avisar | otra vez"));

    /// <summary>Splits at blanks; expressions of several words stand between bars.</summary>
    private static string[] Words(string list) =>
        [.. list.Split('|', StringSplitOptions.TrimEntries).SelectMany(static (part, index) =>
            index == 0 ? part.Split(' ') : [part])];
}
